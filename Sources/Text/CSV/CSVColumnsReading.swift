/// The state of reading the columns of a CSV file.
@unsafe struct CSVColumnsReading<Column: Hashable & Sendable> {
  typealias Contents = CSVColumns<Column>.Contents

  private var cursor: CSVCursor
  private let fields: [(column: Column, contents: Contents)?]
  private let headers: [String]
  private let names: [Column: String]
  private let firstLine: Int
  /// The fields read so far; empty for columns of another type.
  private var texts: [CSVTexts]
  private var numbers: [[Double]]
  private var integers: [[Int64]]
  private var rows = 0

  /// Reads the header.
  init(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ meaning: (String) -> Column?,
    _ contents: (Column) -> Contents
  ) throws(CSVRefusal) {
    var cursor = try unsafe CSVCursor(bytes, count: count)
    let line = unsafe cursor.line
    guard let headers = try unsafe cursor.nextTexts() else { throw .file(.empty) }
    var names: [Column: String] = [:]
    var fields: [(column: Column, contents: Contents)?] = []
    for name in headers {
      let column = meaning(name)
      fields.append(column.map { ($0, contents($0)) })
      guard let column else { continue }
      guard names.updateValue(name, forKey: column) == nil else {
        throw .line(line, column: name, .duplicateColumn(name: name))
      }
    }
    unsafe self.cursor = unsafe cursor
    unsafe firstLine = unsafe cursor.line
    unsafe self.fields = fields
    unsafe self.headers = headers
    unsafe self.names = names
    unsafe texts = fields.map { _ in CSVTexts() }
    unsafe numbers = fields.map { _ in [] }
    unsafe integers = fields.map { _ in [] }
  }

  /// Reads all rows after the header.
  mutating func readRows(_ scanner: DecimalScanner) throws(CSVRefusal) {
    var row: [CSVField] = unsafe []
    while let line = unsafe cursor.nextLine() {
      unsafe row.removeAll(keepingCapacity: true)
      guard unsafe line.appendFields(to: &row) else { throw unsafe refusal(.unclosedQuote) }
      guard unsafe row.count == headers.count else {
        throw unsafe refusal(.fieldCount(found: row.count, expected: headers.count))
      }
      for index in 0 ..< (unsafe fields.count) {
        guard let field = unsafe fields[index] else { continue }
        try unsafe append(row[index], at: index, field.contents, scanner)
      }
      unsafe rows += 1
    }
    guard unsafe rows > 0 else { throw unsafe refusal(.headerAlone) }
  }

  private mutating func append(
    _ field: CSVField, at index: Int, _ contents: Contents, _ scanner: DecimalScanner
  ) throws(CSVRefusal) {
    switch contents {
    case .text:
      guard let text = unsafe field.text else {
        throw .file(.notText(line: unsafe firstLine + rows))
      }
      unsafe texts[index].append(text)
    case .integer(let form):
      guard let integer = unsafe form.parse(field.bytes.span) else {
        throw unsafe refusal(form.fault(field.displayText), index)
      }
      unsafe integers[index].append(integer)
    case .number: unsafe numbers[index].append(try unsafe number(field, index, scanner))
    case .extendedNumber:
      unsafe numbers[index].append(
        try unsafe number(field, index, scanner, infinities: ["inf", "infinity"]))
    }
  }

  private func number(
    _ field: CSVField, _ index: Int, _ scanner: DecimalScanner, infinities: Set<String> = []
  ) throws(CSVRefusal) -> Double {
    var position = unsafe field.start
    let value = unsafe scanner.scan(&position, before: cursor.limit)
    if unsafe !value.isNaN && position == field.start + field.count { return value }
    let text = unsafe field.displayText
    if infinities.contains(text.lowercased()) { return .infinity }
    switch CSVCell(text) {
    case .number(let number): return number
    case .missing: return .nan
    case .unfit(let fault): throw unsafe refusal(fault, index)
    }
  }

  private func refusal(_ fault: CSVFault, _ index: Int? = nil) -> CSVRefusal {
    unsafe .line(firstLine + rows, column: index.map { unsafe headers[$0] }, fault)
  }

  /// The columns read.
  func columns(_ path: String) -> CSVColumns<Column> {
    var read: [Column: CSVColumns<Column>.Values] = [:]
    for index in 0 ..< (unsafe fields.count) {
      guard let field = unsafe fields[index] else { continue }
      read[field.column] =
        switch field.contents {
        case .text: unsafe .texts(texts[index])
        case .number, .extendedNumber: unsafe .numbers(numbers[index])
        case .integer: unsafe .integers(integers[index])
        }
    }
    return unsafe CSVColumns(
      path: path, lines: firstLine ... (firstLine + rows - 1), names: names, read: read)
  }
}
