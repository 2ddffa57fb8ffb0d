/// Finds the character between the fields of a CSV file.
package enum CSVDelimiter {
  /// The characters tried, the preferred first: a comma within numbers or dates may look like one
  /// between fields, the others may not.
  package static let candidates: [UInt8] = [
    UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ","),
  ]

  /// The delimiter that cuts most of the lines into the same number of fields, and that number; a
  /// comma and 1 if none cuts any.
  package static func inferred(from lines: [CSVLine]) -> (delimiter: UInt8, fieldCount: Int) {
    var best = (delimiter: CSVMark.comma, fieldCount: 1, lines: 0)
    for delimiter in candidates {
      let found = unsafe fieldCount(of: lines, delimiter)
      if found.fieldCount > 1 && found.lines > best.lines {
        best = (delimiter, found.fieldCount, found.lines)
      }
    }
    return (best.delimiter, best.fieldCount)
  }

  /// The most frequent number of fields, and the number of lines that have it.
  package static func fieldCount(
    of lines: [CSVLine], _ delimiter: UInt8
  ) -> (fieldCount: Int, lines: Int) {
    var frequency: [Int: Int] = [:]
    for index in (unsafe lines.indices) {
      if let fields = unsafe lines[index].fields(delimiter) {
        frequency[unsafe fields.count, default: 0] += 1
      }
    }
    let most = frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return most.map { ($0.key, $0.value) } ?? (1, 0)
  }
}
