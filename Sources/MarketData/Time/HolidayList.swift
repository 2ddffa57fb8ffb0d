internal import Text

/// Dates on which instruments with a weekend do not trade.
///
/// Instruments that trade every day of the week, such as cryptocurrencies, trade on them too.
public struct HolidayList: Hashable, Sendable {
  /// The dates.
  public let dates: Set<CalendarDate>

  /// A list of dates, empty by default.
  public init(_ dates: Set<CalendarDate> = []) { self.dates = dates }

  /// The dates of a UTF-8 file, one ISO date a line; what follows a `#` is a comment.
  ///
  /// - Throws: `file`, or `row` with `notISODate`.
  public init(path: String) throws(MarketDataError) {
    let text: String
    do throws(FileFault) { text = try TextFile.text(of: path) } catch { throw .file(path, error) }
    var dates: Set<CalendarDate> = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let field = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      guard !field.isEmpty else { continue }
      guard let date = CalendarDate(field) else {
        throw .row(RejectedRow(file: path, line: index + 1, reason: .notISODate(found: field)))
      }
      dates.insert(date)
    }
    self.init(dates)
  }
}
