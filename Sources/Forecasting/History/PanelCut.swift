public import MarketData

/// The returns of one instrument that a universe on common dates does not have.
public struct PanelCut: Hashable, Sendable {
  /// The instrument that lost returns.
  public let instrument: InstrumentID
  /// The number of returns before the first or after the last common date.
  public let dropped: Int
  /// The number of returns compounded into a later one, on dates that another instrument lacks.
  public let merged: Int
  /// The number of returns of the instrument's own history.
  public let given: Int
  /// The instrument that starts last, if it shortens this one.
  public let start: InstrumentID?
  /// The instrument that ends first, if it shortens this one.
  public let end: InstrumentID?

  /// The code of the warning, for programs.
  public static let code = "returns-cut"

  /// What was cut and why, for people.
  public var message: String {
    var parts: [String] = []
    if dropped > 0 {
      let causes = [start.map { "\($0) starts later" }, end.map { "\($0) ends earlier" }]
      let why = causes.compactMap(\.self).joined(separator: " and ")
      parts.append(
        "\(dropped) of \(given) returns are outside of the common dates"
          + (why.isEmpty ? "" : ": \(why)"))
    }
    if merged > 0 {
      parts.append("\(merged) returns are compounded over dates that other instruments lack")
    }
    return parts.joined(separator: "; ")
  }

  /// The cuts of the instruments that lost returns, in the order of the panel.
  static func all(
    _ counts: [ReturnPanel.Count], of histories: [InstrumentHistory], on axis: TimeAxis
  ) -> [PanelCut] {
    let byName = Dictionary(histories.map { ($0.instrument, $0) }) { first, _ in first }
    let spans = counts.compactMap { count in
      byName[count.instrument]?.axis.times.flatMap { times in
        times.first.flatMap { first in
          times.last.map { (instrument: count.instrument, first: first, last: $0) }
        }
      }
    }
    let latest = spans.max { $0.first < $1.first }
    let earliest = spans.min { $0.last < $1.last }
    return counts.filter { $0.dropped > 0 || $0.merged > 0 }.map { count in
      let own = spans.first { $0.instrument == count.instrument }
      func isCut(_ by: Timestamp?, _ own: Timestamp?) -> Bool { own.map { $0 != by } ?? false }
      return PanelCut(
        instrument: count.instrument, dropped: count.dropped, merged: count.merged,
        given: count.given,
        start: isCut(latest?.first, own?.first) ? latest?.instrument : nil,
        end: isCut(earliest?.last, own?.last) ? earliest?.instrument : nil)
    }
  }
}
