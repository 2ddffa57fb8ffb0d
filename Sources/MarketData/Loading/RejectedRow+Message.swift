internal import Text

extension RejectedRow: CustomStringConvertible {
  /// The same as ``message``.
  public var description: String { message }

  /// The file, line and column, what is wrong and how to fix it, in one sentence.
  public var message: String {
    let location = "\(file), line \(line)" + (column.map { ", column \"\($0)\"" } ?? "")
    return "\(location): \(reason.problem); \(reason.remedy)"
  }
}

extension RejectedRow.Reason {
  /// What is wrong, with the text found.
  public var problem: String {
    switch self {
    case .csv(let fault): fault.problem
    case .notPositive(let found): "the price \"\(found)\" is not above zero"
    case .totalLoss(let found): "the return \"\(found)\" is a loss of 100 % or more"
    case .missingPrice: "the value is missing"
    case .unreadableDate(let found): "\"\(found)\" is not a date"
    case .notISODate(let found): "\"\(found)\" is not an ISO 8601 date"
    case .duplicateDate(let found): "duplicate date \(found) with different values"
    case .ambiguousDates(let found, _):
      "nothing shows the order of day, month and year in dates such as \"\(found)\""
    case .severalDates(let first, let second):
      "columns \"\(first)\" and \"\(second)\" both hold dates"
    case .unusedZone: "the file has no times without an offset from UTC"
    case .otherOrder(let found, let previous): "\(found) comes after \(previous)"
    case .noSuchColumn(let name, let found): "no column \"\(name)\" among \(listed(found))"
    case .holdsReturns: "the column holds returns, not prices"
    case .mixedCurrency(let before, let after):
      "the currency changes from \(before) to \(after)"
    case .noInstrument: "the instrument's name is empty"
    case .noPriceColumn(let found): "no price column among \(listed(found))"
    case .noAdjustedClose(let found): "no adjusted close among \(listed(found))"
    case .noDateColumn(let found): "no date column among \(listed(found))"
    case .noValues: "the column is empty"
    }
  }

  /// How to fix it.
  public var remedy: String {
    switch self {
    case .csv(let fault): fault.remedy
    case .notPositive:
      "say --returns percent or decimal if these are returns; if the price is true, take margins of "
        + "price differences with --convention difference, or leave its bar out with "
        + "--on non-positive-price=exclude-return"
    case .totalLoss: "check the unit (decimal or percent) and the sign, or correct the row"
    case .missingPrice: "fill it in, or choose --missing bridge, exclude or carry"
    case .unreadableDate(let found): dateRemedy(found)
    case .notISODate: "write one date a line, such as 2024-12-25"
    case .ambiguousDates(_, let orders):
      "say " + orders.map { "--date-format \($0.rawValue)" }.joined(separator: " or ")
    case .severalDates(let first, _): "say which one dates a price: --date-column \"\(first)\""
    case .duplicateDate:
      "say --duplicates first or --duplicates last; for hours that come twice when "
        + "clocks go back name the zone, such as --time-zone America/New_York"
    case .unusedZone: "leave out --time-zone"
    case .otherOrder: "correct the file, or leave out --sort to have the rows sorted"
    case .noSuchColumn: "name one of them"
    case .holdsReturns: "say --returns percent or --returns decimal"
    case .mixedCurrency(let before, _):
      "read one of them, such as --currency \(before), or accept the jump with "
        + "--on mixed-currency=warn"
    case .noInstrument: "name the instrument, or delete the row"
    case .noPriceColumn: "name the price with --price-column, such as --price-column close"
    case .noAdjustedClose: "name the column \"adj_close\", or use the close"
    case .noDateColumn:
      "name the column of dates with --date-column, and their form with --date-format"
    case .noValues: "add values, or delete the column"
    }
  }

  private func listed(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  private func dateRemedy(_ found: String) -> String {
    if let number = Double(decimal: found), (20_000 ... 80_000).contains(number) {
      return "say --date-format excel if these are days of a spreadsheet"
    }
    return "correct it, or name the form of the dates with --date-format, such as "
      + "--date-format DD/MM/YYYY"
  }
}
