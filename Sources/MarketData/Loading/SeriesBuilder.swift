/// The values of one instrument as in the file, NaN where missing.
struct RawBars: Sendable {
  let instrument: InstrumentID
  /// Times in strictly ascending order; nil for an undated file.
  let times: [Timestamp]?
  let lines: LineNumbers
  let column: String
  let close: [Double]
  let fields: [Field]

  /// One column other than the close.
  struct Field: Sendable {
    let role: CSVLayout.Slot.Role
    let name: String
    let values: [Double]
  }
}

extension RawBars {
  /// The bars with the middle of bid and ask as their close, where there is an ask.
  fileprivate var withMiddle: Self {
    guard let ask = fields.first(where: { $0.role == .ask }) else { return self }
    return Self(
      instrument: instrument, times: times, lines: lines, column: column,
      close: zip(close, ask.values).map { ($0 + $1) / 2 },
      fields: fields.filter { $0.role != .ask })
  }
}

/// The line of each row.
enum LineNumbers: Sendable {
  case from(Int)
  case listed([UInt32])

  subscript(row: Int) -> Int {
    switch self {
    case .from(let first): first + row
    // A file of which no row is read is named by its first line.
    case .listed(let lines): row < lines.count ? Int(lines[row]) : 1
    }
  }
}

/// One instrument that was read.
struct ReadSeries: Sendable {
  var history: PriceHistory
  /// The adjusted close of each bar, where the file has one beside the close used.
  var adjustedClose: [Double]?
  let missing: MissingPriceCount
  /// The columns that were dropped because some bar has no value.
  let incompleteColumns: [String]
  /// What was found in the prices.
  var findings: [DataFinding] = []
}

/// Applies the missing-price policy.
struct SeriesBuilder: Sendable {
  let path: String
  let options: LoadOptions
  /// The time axis of all rows of the file, if its instruments share it.
  var axis: ScreenedAxis?

  /// The history of an instrument, without the missing values at both ends.
  ///
  /// - Throws: `row`.
  func series(_ raw: RawBars) throws(MarketDataError) -> ReadSeries {
    let raw = raw.withMiddle
    guard let first = raw.close.firstIndex(where: { !$0.isNaN }),
      let last = raw.close.lastIndex(where: { !$0.isNaN })
    else { throw refusal(raw, 0, .noValues) }
    let blank = (first ... last).filter { raw.close[$0].isNaN }
    let calendar = calendar(of: raw, first ... last, blank)
    let absent = blank.filter { !isHoliday($0, of: raw, calendar) }
    if options.missingPrices == .refuse,
      let row = absent.first(where: { !raw.close[$0].isLeftOut })
    {
      throw refusal(raw, row, .missingPrice)
    }
    let missing = MissingPriceCount(
      instrument: raw.instrument, beforeListing: first, within: absent.count,
      afterDelisting: raw.close.count - 1 - last)
    let isCarried = options.missingPrices == .carry
    let rows = (first ... last).filter { row in
      !raw.close[row].isNaN
        || isCarried && !raw.close[row].isLeftOut && !isHoliday(row, of: raw, calendar)
    }
    let isWhole = blank.isEmpty && rows.count == raw.close.count
    let bars = isWhole ? raw : completed(raw, rows, blank)
    var read = series(bars, missing, firstLine: raw.lines[first])
    if options.missingPrices == .exclude {
      let gaps = absent.filter { row in
        raw.times.flatMap { times in calendar.map { $0.expects(times[row]) } } ?? true
      }
      read.history = read.history.excludingReturns(to: indices(after: gaps, among: rows))
    }
    try leaveOutReturns(of: raw, among: rows, in: &read)
    if options.contents == .prices { try screen(&read) }
    return read
  }

  /// Adds what is found in the prices, and treats it.
  ///
  /// - Throws: `finding` for one whose treatment is to reject.
  private func screen(_ read: inout ReadSeries) throws(MarketDataError) {
    let screen = DataScreen(
      priceSign: options.readsAnyPrice ? .any : .positive, holidays: options.holidays)
    let subject = ScreenedHistory(read.history, known: axis, holidays: options.holidays)
    let findings = screen.findings(in: subject, adjustedClose: read.adjustedClose)
    for finding in findings {
      switch options.treatment(of: finding.kind, for: read.history.instrument) {
      case .reject: throw .finding(path, finding)
      case .warn: break
      case .excludeReturn:
        read.history = read.history.excludingReturns(to: finding.doubtfulReturns)
      case .repair: read.history = read.history.repaired(by: finding.factors)
      }
    }
    read.findings += findings
  }

  /// Leaves out the returns over prices that are not positive, and says so.
  ///
  /// - Throws: `finding` for an instrument of which none is to be left out.
  private func leaveOutReturns(
    of raw: RawBars, among kept: [Int], in read: inout ReadSeries
  ) throws(MarketDataError) {
    let rows = raw.close.indices.filter { raw.close[$0].isLeftOut }
    guard let first = rows.first else { return }
    read.history = read.history.excludingReturns(to: indices(after: rows, among: kept))
    let finding = DataFinding(
      kind: .nonPositivePrice, instrument: raw.instrument,
      times: raw.times.map { $0[first] ... $0[first] }, count: rows.count,
      message: "prices of zero or below on \(rows.count) bars were left out with the returns to "
        + "and from them, the first on line \(raw.lines[first])",
      remedy: "check that they are true prices")
    if options.treatment(of: .nonPositivePrice, for: raw.instrument) == .reject {
      throw refusal(raw, first, .notPositive(found: "0 or below"))
    }
    read.findings.append(finding)
  }

  private func refusal(
    _ raw: RawBars, _ row: Int, _ reason: RejectedRow.Reason
  ) -> MarketDataError {
    .row(RejectedRow(file: path, line: raw.lines[row], column: raw.column, reason: reason))
  }

  /// The calendar of the rows with a close, where holidays or gaps depend on it.
  private func calendar(
    of raw: RawBars, _ range: ClosedRange<Int>, _ blank: [Int]
  ) -> TradingCalendar? {
    guard let times = raw.times, !blank.isEmpty,
      options.missingPrices == .exclude || !options.holidays.dates.isEmpty
    else { return nil }
    let priced = range.filter { !raw.close[$0].isNaN }.map { times[$0] }
    return TradingCalendar(of: .times(priced), holidays: options.holidays)
  }

  private func isHoliday(_ row: Int, of raw: RawBars, _ calendar: TradingCalendar?) -> Bool {
    guard let times = raw.times, let calendar else { return false }
    return calendar.holidays.contains(times[row].date)
  }

  /// The index of the first of the ascending kept rows after each row that is not kept.
  private func indices(after rows: [Int], among kept: [Int]) -> [Int] {
    var next = 0
    return rows.map { row in
      while next < kept.count, kept[next] < row { next += 1 }
      return next
    }
  }

  /// Some of the rows as bars, missing closes carried where that is the policy.
  private func completed(_ raw: RawBars, _ rows: [Int], _ absent: [Int]) -> RawBars {
    let isCarried = options.missingPrices == .carry
    var close = raw.close
    if isCarried {
      for row in absent { close[row] = options.contents == .prices ? close[row - 1] : 0 }
    }
    let fields = raw.fields.map { field in
      var values = field.values
      if isCarried {
        for row in absent where values[row].isNaN {
          values[row] = field.role == .volume ? 0 : close[row]
        }
      }
      return RawBars.Field(role: field.role, name: field.name, values: rows.map { values[$0] })
    }
    return RawBars(
      instrument: raw.instrument, times: raw.times.map { times in rows.map { times[$0] } },
      lines: raw.lines, column: raw.column, close: rows.map { close[$0] }, fields: fields)
  }

  private func series(
    _ bars: RawBars, _ missing: MissingPriceCount, firstLine: Int
  ) -> ReadSeries {
    var incomplete: [String] = []
    var kept: [CSVLayout.Slot.Role: [Double]] = [:]
    for field in bars.fields {
      if field.values.contains(where: \.isNaN) {
        incomplete.append(field.name)
      } else {
        kept[field.role] = field.values
      }
    }
    let history = PriceHistory(
      instrument: bars.instrument,
      axis: bars.times.map(TimeAxis.times) ?? .positions(bars.close.count),
      open: kept[.open].map(inUnits), high: kept[.high].map(inUnits),
      low: kept[.low].map(inUnits), close: inUnits(bars.close), volume: kept[.volume],
      source: PriceSource(file: path, firstLine: firstLine, column: bars.column))
    return ReadSeries(
      history: history, adjustedClose: kept[.adjustedClose], missing: missing,
      incompleteColumns: incomplete)
  }

  /// Percentages converted to decimal fractions.
  private func inUnits(_ values: [Double]) -> [Double] {
    if case .returnsPercent = options.contents { values.map { $0 / 100 } } else { values }
  }
}

// MARK: - Times

extension SeriesBuilder {
  /// Rows in order of time.
  ///
  /// Rows that are all stamped at local midnight are daily bars of their local dates, whatever
  /// their offset from UTC; all other rows are timestamps in UTC.
  ///
  /// - Throws: `row` with `duplicateDate`.
  func order(
    of instrument: InstrumentID?, utc: [Int64], local: [Int64]?, lines: LineNumbers,
    column: String, areEqual: (Int, Int) -> Bool
  ) throws(MarketDataError) -> RowOrder {
    let times = times(utc: utc, local: local)
    if let row = misplacedRow(times) {
      throw .row(
        RejectedRow(
          file: path, line: lines[row], column: column,
          reason: .otherOrder(found: times[row].description, after: times[row - 1].description)))
    }
    let order: RowOrder
    do throws(RowOrder.Conflict) {
      order = try RowOrder(times, duplicates: options.format.duplicates, areEqual: areEqual)
    } catch {
      throw .row(
        RejectedRow(
          file: path, line: lines[error.row], column: column,
          reason: .duplicateDate(found: error.time.description)))
    }
    for finding in order.findings
    where options.treatment(of: finding.kind, for: instrument) == .reject {
      throw .finding(path, finding)
    }
    return order
  }

  private func times(utc: [Int64], local: [Int64]?) -> [Timestamp] {
    let local = local ?? utc
    if local.allSatisfy({ $0 % Timestamp.millisecondsPerDay == 0 }) {
      return local.map { Timestamp(milliseconds: $0) }
    }
    guard let zone = options.format.timeZone else {
      return utc.map { Timestamp(milliseconds: $0).withTime }
    }
    return zone.utc(of: local).map { Timestamp(milliseconds: $0).withTime }
  }

  /// The first row that is not in the order that the options state.
  private func misplacedRow(_ times: [Timestamp]) -> Int? {
    guard let order = options.format.order else { return nil }
    return times.indices.dropFirst().first {
      order == .ascending ? times[$0] < times[$0 - 1] : times[$0] > times[$0 - 1]
    }
  }
}

extension Double {
  /// Stands for a price that is not positive and was left out.
  static let leftOut = Double(nan: 1, signaling: false)

  var isLeftOut: Bool { bitPattern == Self.leftOut.bitPattern }
}
