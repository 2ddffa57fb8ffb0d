internal import Text

extension Report.Block {
  /// The block without characters that a terminal would act on: its words may come from files.
  var printable: Report.Block {
    switch self {
    case .table(let table): .table(table.printable)
    case .lines(let lines): .lines(lines.printable)
    case .findings(let findings, let tone): .findings(findings.map(\.printable), tone)
    case .notes(let notes): .notes(notes.map { $0.printable(keepingLines: true) })
    }
  }
}

extension Finding {
  fileprivate var printable: Finding {
    Finding(
      subject: subject.printable(), code: code, message: message.printable(keepingLines: true))
  }
}
