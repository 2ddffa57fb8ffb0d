public import MarketData
internal import Text

/// Clean prices as CSV: ISO 8601 dates, a comma, a decimal point, UTF-8, oldest first.
public struct PricePanelText: Sendable {
  /// How the prices stand in the file.
  public enum Shape: String, CaseIterable, Sendable {
    /// A date and a column of closes per instrument.
    case wide
    /// A row per date and instrument, with the bar and the volume.
    case long
  }

  let histories: [PriceHistory]

  /// The prices of instruments, sorted by name.
  public init(_ panel: PricePanel) { histories = panel.histories }

  /// The prices at full precision; a price that an instrument does not have is blank.
  ///
  /// - Precondition: All instruments have dates.
  public func text(_ shape: Shape) -> String {
    switch shape {
    case .wide: wide
    case .long: long
    }
  }

  private var wide: String {
    let times = Set(histories.flatMap { $0.axis.times ?? [] }).sorted()
    var text = CSVText(
      header: (["date"] + histories.map(\.instrument.rawValue)).map(CSVText.quoted)
        .joined(separator: ","))
    var next = histories.map { _ in 0 }
    for time in times {
      var row = [Self.date(time)]
      for (index, history) in histories.enumerated() {
        if let own = history.axis.times, next[index] < own.count, own[next[index]] == time {
          row.append(CSVText.number(history.close[next[index]]))
          next[index] += 1
        } else {
          row.append("")
        }
      }
      text.append(row)
    }
    return text.text
  }

  private var long: String {
    var text = CSVText(header: "date,instrument,open,high,low,close,volume")
    for history in histories {
      for (row, time) in (history.axis.times ?? []).enumerated() {
        text.append(
          [Self.date(time), history.instrument.rawValue]
            + [history.open, history.high, history.low, history.close, history.volume].map {
              CSVText.number($0?[row])
            })
      }
    }
    return text.text
  }

  private static func date(_ time: Timestamp) -> String { time.description }
}
