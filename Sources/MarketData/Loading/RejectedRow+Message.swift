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
    case .duplicateDate(let found): "duplicate date \(found)"
    case .unsorted(let found, let previous): "the date \(found) comes after \(previous)"
    case .noInstrument: "the instrument's name is empty"
    case .noHeader: "the first line contains values, not column names"
    case .noPriceColumn(let found): "no price column among \(listed(found))"
    case .noAdjustedClose(let found): "no adjusted close among \(listed(found))"
    case .noDateColumn(let found): "no date column among \(listed(found))"
    case .wrongSeparator(let found): "the fields are separated by \(found), not by commas"
    case .noValues: "the column is empty"
    }
  }

  /// How to fix it.
  public var remedy: String {
    switch self {
    case .csv(let fault): fault.remedy
    case .notPositive: "correct or delete the row, or leave the price blank to skip it"
    case .totalLoss: "check the unit (decimal or percent) and the sign, or correct the row"
    case .missingPrice: "fill it in, or choose the missing-price policy skip or carry"
    case .unreadableDate(let found): dateRemedy(found)
    case .duplicateDate: "keep one row per date"
    case .unsorted: "sort the rows by date, ascending"
    case .noInstrument: "name the instrument, or delete the row"
    case .noHeader: "add a first line with column names, such as date,close"
    case .noPriceColumn: "name the price column \"close\""
    case .noAdjustedClose: "name the column \"adj_close\", or use the close"
    case .noDateColumn: "add a column named \"date\" with ISO 8601 dates"
    case .wrongSeparator: "convert the file to comma-separated values"
    case .noValues: "add values, or delete the column"
    }
  }

  private func listed(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  private func dateRemedy(_ found: String) -> String {
    let digits = found.utf8.count { (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains($0) }
    return switch (digits, found.utf8.count) {
    case (8, 8): "write it with hyphens, such as 2024-06-28"
    case (9..., digits):
      "expected an ISO 8601 date instead of an epoch time, such as 2024-06-28T13:00:00Z"
    default: "expected an ISO 8601 date, such as 2024-06-28"
    }
  }
}
