/// What is wrong with a line or a field of a CSV file.
public enum CSVFault: Error, Hashable, Sendable {
  /// The field is not a number.
  case notANumber(found: String, habit: NumberHabit?)
  /// The field is NaN, an infinity or beyond the largest number.
  case notFinite(found: String)
  /// The row has another number of fields than the header.
  case fieldCount(found: Int, expected: Int)
  /// A quotation mark is not closed before the end of its line.
  case unclosedQuote
  /// No rows follow the header.
  case headerAlone
  /// Two columns have the same name or the same meaning.
  case duplicateColumn(name: String)
  /// The field is not a valid value of its column.
  case unfit(code: String, problem: String, remedy: String)

  /// A number format that is rejected because it is ambiguous.
  public enum NumberHabit: Hashable, Sendable {
    /// 1,563.74.
    case thousandsSeparator
    /// 1563,74.
    case decimalComma
    /// 0.55%, 863.34K or $12.
    case unit
    /// 100,000 where nothing shows whether the comma separates thousands or decimals.
    case ambiguousComma
    /// 1.563,74 in a file whose other numbers have a decimal point, or the reverse.
    case otherDecimalMark
  }

  /// The stable name of the fault.
  public var code: String {
    switch self {
    case .notANumber: "not-a-number"
    case .notFinite: "not-finite"
    case .fieldCount: "field-count"
    case .unclosedQuote: "unclosed-quote"
    case .headerAlone: "header-alone"
    case .duplicateColumn: "duplicate-column"
    case .unfit(let code, _, _): code
    }
  }

  /// What is wrong, with the text found.
  public var problem: String {
    switch self {
    case .notANumber(let found, _): "\"\(found)\" is not a number"
    case .notFinite(let found): "\"\(found)\" is not a finite number"
    case .fieldCount(let found, let expected): "found \(Self.fields(found)), expected \(expected)"
    case .unclosedQuote: "a quotation mark is not closed on its line"
    case .headerAlone: "no rows follow the header"
    case .duplicateColumn(let name): "two columns are named \"\(name)\""
    case .unfit(_, let problem, _): problem
    }
  }

  /// How to fix it.
  public var remedy: String {
    switch self {
    case .notANumber(_, .thousandsSeparator):
      "write it without thousands separators, as in 1563.74"
    case .notANumber(_, .decimalComma): "write it with a decimal point, as in 1563.74"
    case .notANumber(_, .unit): "write the number without a unit sign or letter"
    case .notANumber(_, .ambiguousComma):
      "say --decimal point if commas separate thousands, or --decimal comma"
    case .notANumber(_, .otherDecimalMark):
      "say --decimal point or --decimal comma if the file was taken for the other"
    case .notANumber(_, nil):
      "write a number such as 1563.74, or leave the field blank if it is missing"
    case .notFinite: "write a number, or leave the field blank if the value is missing"
    case .fieldCount(let found, let expected) where found > expected:
      "remove the extra fields, or quote a field that contains a comma"
    case .fieldCount: "add the missing fields; a missing value is an empty field"
    case .unclosedQuote: "close it; a field must not span lines"
    case .headerAlone: "add rows, or remove the file"
    case .duplicateColumn: "give each column a unique name"
    case .unfit(_, _, let remedy): remedy
    }
  }

  private static func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }

  /// The error of a file, with the line and, if given, the name of the column.
  public func error(
    _ path: String, line: Int, column: String? = nil, style: InputError.Style = .words
  ) -> InputError {
    InputError(
      InputLocation(path, line: line, part: column.map { "column \"\($0)\"" }), code: code,
      problem, remedy: remedy, style: style)
  }
}

extension FileFault {
  /// The error of a CSV file.
  public func csvError(_ path: String) -> InputError {
    let (line, problem, remedy): (Int?, String, String) =
      switch self {
      case .missing: (nil, "no such file or folder", "check the path")
      case .isFolder: (nil, "is a folder, not a file", "name a file in it")
      case .unreadable(let reason): (nil, "cannot be read (\(reason))", "check permissions")
      case .empty: (1, "the file is empty", "write a header and rows, or remove the file")
      case .changed: (nil, "changed while it was read", "read it again once it is complete")
      case .notText(let line):
        (line, "not UTF-8 text", "decompress the file, or save it as CSV in UTF-8")
      }
    // Without a line, both styles put the path before a colon.
    return InputError(
      InputLocation(path, line: line), code: code, problem, remedy: remedy, style: .words)
  }
}
