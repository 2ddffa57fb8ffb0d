/// Rows brought into ascending order of time, each time once.
struct RowOrder {
  /// The times, strictly ascending; nil for rows without dates.
  let times: [Timestamp]?
  /// The row of the file at each time; nil where the file is in order already.
  let rows: [Int]?
  /// What was changed, without an instrument.
  let findings: [DataFinding]

  /// Values of the file's rows in order of time.
  func ordered<Value>(_ values: [Value]) -> [Value] {
    rows.map { rows in rows.map { values[$0] } } ?? values
  }

  func ordered(_ lines: LineNumbers) -> LineNumbers {
    rows.map { rows in .listed(rows.map { UInt32(lines[$0]) }) } ?? lines
  }
}

extension RowOrder {
  /// Undated rows, newest first, in order of time.
  init(reversing count: Int) {
    self.init(times: nil, rows: (0 ..< count).reversed(), findings: [])
  }

  /// A time that two different rows have.
  struct Conflict: Error {
    let row: Int
    let time: Timestamp
  }

  /// Orders rows by time: newest first is reversed, any other order sorted.
  ///
  /// A row that equals the
  /// one of the same time before it is dropped; of two different ones `rule` names the one kept.
  ///
  /// - Throws: The first conflict if there is no rule.
  init(
    _ times: [Timestamp], duplicates rule: DuplicateRule?, areEqual: (Int, Int) -> Bool
  ) throws(Conflict) {
    let steps = zip(times, times.dropFirst())
    if steps.allSatisfy({ $0 < $1 }) {
      self.init(times: times, rows: nil, findings: [])
      return
    }
    var findings: [DataFinding] = []
    var rows = Array(times.indices)
    if !steps.allSatisfy({ $0 <= $1 }) {
      let isDescending = steps.allSatisfy { $0 >= $1 }
      if isDescending { rows.reverse() }
      rows.sort { (times[$0], isDescending ? -$0 : $0) < (times[$1], isDescending ? -$1 : $1) }
      findings.append(Self.unsorted(times, isDescending: isDescending))
    }
    var kept: [Int] = []
    var dropped: [Int] = []
    for row in rows {
      guard let last = kept.last, times[last] == times[row] else {
        kept.append(row)
        continue
      }
      if !areEqual(last, row) {
        guard let rule else { throw Conflict(row: max(last, row), time: times[row]) }
        kept[kept.count - 1] = rule == .first ? min(last, row) : max(last, row)
      }
      dropped.append(row)
    }
    if let first = dropped.first {
      findings.append(Self.duplicates(times[first], dropped.count))
    }
    self.init(times: kept.map { times[$0] }, rows: kept, findings: findings)
  }

  private static func unsorted(_ times: [Timestamp], isDescending: Bool) -> DataFinding {
    DataFinding(
      kind: .unsorted, count: zip(times, times.dropFirst()).count { $0 > $1 },
      message: isDescending
        ? "the rows are newest first and were read in reverse"
        : "the rows are not in order of time and were sorted",
      remedy: "sort the file by date, ascending, to be rid of this message")
  }

  private static func duplicates(_ time: Timestamp, _ count: Int) -> DataFinding {
    DataFinding(
      kind: .duplicateDate, times: time ... time, count: count,
      message: count == 1
        ? "two rows are dated \(time); one was used"
        : "\(count) rows repeat a date, the first \(time); one row per date was used",
      remedy: "keep one row per date")
  }
}

extension DataFinding {
  /// The same finding about an instrument.
  func of(_ instrument: InstrumentID) -> Self {
    Self(
      kind: kind, instrument: instrument, rows: rows, times: times,
      doubtfulReturns: doubtfulReturns, factors: factors, count: count, message: message,
      remedy: remedy)
  }
}
