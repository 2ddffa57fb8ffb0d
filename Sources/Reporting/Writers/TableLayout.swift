/// The layout of a table on a page: the columns that fit, their widths, and the columns left out.
struct TableLayout {
  /// The indices of the columns kept.
  private(set) var columns: [Int]
  /// The widths of the columns kept.
  private(set) var widths: [Int] = []
  /// The heads of the columns left out, each once.
  private(set) var leftOut: [String] = []
  /// Whether cells may be wider than their column, and wrap.
  private(set) var wrapsCells = false

  /// The table width in a file, in characters, above which column heads wrap.
  static let fileWidth = 104
  /// The width, in characters, to which words wrap before columns are dropped.
  private static let phraseWidth = 32

  /// Creates the layout of a table on a page; nil for a page of unlimited width.
  ///
  /// A table wider than the page, or than ``fileWidth`` in a file, first wraps its heads at spaces;
  /// then columns are dropped by priority; then the words of the remaining columns wrap.
  init(_ table: TextTable, on pageWidth: Int?) {
    let cells = table.columns.indices.map { index in
      table.rows.map { $0[index].displayWidth }.max() ?? 0
    }
    var natural = zip(cells, table.columns).map { max($0, $1.head.displayWidth) }
    let limit = pageWidth ?? Self.fileWidth
    let least = zip(cells, table.columns).map { max($0, Self.longestWord(of: [$1.head])) }
    while Self.total(natural) > limit {
      // The head whose wrapping saves the most width first.
      let excess = zip(natural, least).map { $0 - $1 }
      guard let most = excess.max(), most > 0, let index = excess.firstIndex(of: most) else {
        break
      }
      natural[index] = least[index]
    }
    columns = Array(table.columns.indices)
    if let pageWidth {
      // Words wrap to the width of a phrase before a useful column goes.
      let phrases = natural.indices.map { index in
        table.columns[index].alignment == .left && natural[index] > Self.phraseWidth
          ? max(Self.phraseWidth, Self.longestWord(of: table.rows.map { $0[index] }))
          : natural[index]
      }
      drop(.detail, from: table, wider: natural, than: pageWidth)
      drop(.useful, from: table, wider: phrases, than: pageWidth)
    }
    widths = columns.map { natural[$0] }
    let dropped = Set(table.columns.indices).subtracting(columns).sorted()
    var heads: Set = [""]
    leftOut = dropped.map { table.columns[$0].head }.filter { heads.insert($0).inserted }
    if let pageWidth { narrow(table, to: pageWidth) }
  }

  private static func longestWord(of texts: [String]) -> Int {
    texts.flatMap(Wrapping.words).map { String($0).displayWidth }.max() ?? 0
  }

  /// The total width of the columns with two spaces between them.
  var total: Int { Self.total(widths) }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(2 * max(0, widths.count - 1), +)
  }

  /// Drops columns of a priority from the right, as long as the others are wider than the page.
  private mutating func drop(
    _ priority: TextTable.Priority, from table: TextTable, wider widths: [Int], than pageWidth: Int
  ) {
    while Self.total(columns.map { widths[$0] }) > pageWidth,
      let position = columns.lastIndex(where: { table.columns[$0].priority == priority })
    { columns.remove(at: position) }
  }

  /// Narrows the widest columns of words to fit the page, as far as their words allow.
  private mutating func narrow(_ table: TextTable, to pageWidth: Int) {
    var least = widths
    for (position, index) in columns.enumerated() where table.columns[index].alignment == .left {
      least[position] = Self.longestWord(
        of: [table.columns[index].head] + table.rows.map { $0[index] })
    }
    while total > pageWidth {
      let widest = widths.indices.filter { widths[$0] > least[$0] }.max { widths[$0] < widths[$1] }
      guard let widest else { return }
      wrapsCells = true
      widths[widest] = max(least[widest], widths[widest] - (total - pageWidth))
    }
  }
}
