import MarketData

/// The inputs, the chosen parameters and the results for one contract.
struct Findings {
  let contract: Contract
  let multiplier: Double
  let firstMargin: CalendarDate
  let lastMargin: CalendarDate
  let weekendBars: Int
  /// The dates without a positive price while the exchange's margin was in force.
  let unpriced: [CalendarDate]
  let choice: Choice
  /// The chosen parameters, followed by the preset's where they differ.
  let schedules: [Compared]
  /// The chosen parameters without the doubtful dates.
  let sensitivity: Compared?
  /// Coverage over one and two business days, on all dates of the margin file and on those
  /// compared.
  let checks: [Check]

  /// A schedule compared with the exchange's.
  struct Compared {
    let parameters: Parameters
    let days: [Day]
    let comparison: Comparison

    init(_ parameters: Parameters, _ days: [Day], _ identifier: String) {
      self.parameters = parameters
      self.days = days
      comparison = Comparison(days, identifier: identifier)
    }
  }

  /// The coverage of the exchange's margin alone, for losses of a long position.
  struct Check {
    let bars: Int
    let exceedances: Int
    let dates: Int
  }

  /// Reads the files in `folder`; throws ``FileProblem``.
  init(_ contract: Contract, in folder: String) async throws {
    let margins = try ExchangeMargins(
      path: "\(folder)/margins/\(contract.margins)_outright_margin_history_usd_per_contract.csv")
    let closes = try Closes(path: "\(folder)/\(contract.prices)", column: contract.column)
    guard let first = margins.dates.first, let last = margins.dates.last else {
      throw FileProblem(description: "\(contract.code): no margins")
    }
    self.contract = contract
    multiplier = margins.multiplier
    (firstMargin, lastMargin) = (first, last)
    weekendBars = closes.weekendBars
    unpriced = zip(closes.dates, closes.prices)
      .filter { $1 <= 0 && (first ... last).contains($0) }.map(\.0)
    choice = try await Choice(on: closes, before: first)
    let plain = try await Schedule(.plain, on: closes)
    let chosen =
      choice.parameters == .plain ? plain : try await Schedule(choice.parameters, on: closes)
    let days = Day.all(closes, margins, chosen.rates)
    var schedules = [Compared(choice.parameters, days, "\(contract.code) chosen")]
    if choice.parameters != .plain {
      schedules.append(
        Compared(.plain, Day.all(closes, margins, plain.rates), "\(contract.code) plain"))
    }
    self.schedules = schedules
    let parameters = choice.parameters
    sensitivity = contract.doubt.map { doubt in
      Compared(
        parameters, days.filter { !doubt.dates.contains($0.date) },
        "\(contract.code) without doubt")
    }
    checks = [(first, 1), (first, 2), (days.first?.date ?? first, 2)].map { from, bars in
      Check(bars: bars, closes.filter { $0 >= from }, margins)
    }
  }
}

extension Findings.Check {
  fileprivate init(bars: Int, _ closes: Closes, _ margins: ExchangeMargins) {
    let losses = closes.dates.indices.dropLast(bars).compactMap { index -> Bool? in
      guard closes.prices[index] > 0, let last = margins.dates.last,
        closes.dates[index + bars] <= last,
        let dollars = margins.inForce(on: closes.dates[index])
      else { return nil }
      let loss = closes.prices[index] - closes.prices[index + bars]
      return loss * margins.multiplier > dollars
    }
    self.init(bars: bars, exceedances: losses.count(where: \.self), dates: losses.count)
  }
}
