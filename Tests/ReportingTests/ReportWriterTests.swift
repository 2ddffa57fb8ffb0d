import Calibration
import Scheduling
import Testing

@testable import Reporting

struct ReportWriterTests {
  private var table: TextTable {
    var table = TextTable([.text("Name", .essential), .number("Rate"), .number("Old", .detail)])
    table.append(["Straße", "1.00 %", "2.00 %"])
    table.append(["金", "10.00 %", "–"])
    return table
  }

  private func text(_ blocks: Report.Block..., on page: PageSetup = .file) -> String {
    var report = Report()
    report.add(nil, blocks)
    return TextWriter(page: page).text(of: report)
  }

  private func page(_ columns: Int) -> PageSetup { PageSetup(columns: columns, showsColor: false) }

  @Test func columnsLineUpWhateverTheLetters() {
    #expect(
      text(.table(table)) == """
          Name       Rate     Old
          ───────────────────────
          Straße   1.00 %  2.00 %
          金      10.00 %       –

        """)
  }

  @Test func detailsLeaveANarrowPageFirstAndAreNamed() {
    #expect(
      text(.table(table), on: page(24)) == """
          Name       Rate
          ───────────────
          Straße   1.00 %
          金      10.00 %
          Not shown at this
            width: Old

        """)
  }

  @Test func amongEqualsTheRightmostGoesFirst() {
    var table = TextTable([.text("A", .essential), .number("B"), .number("C"), .number("D")])
    table.append(["aaaaaaaa", "1", "22222", "3"])
    let layout = TableLayout(table, on: 17)
    #expect(layout.columns == [0, 1])
    #expect(layout.leftOut == ["C", "D"])
    #expect(TableLayout(table, on: 18).columns == [0, 1, 2])
  }

  @Test func wordsOfAnEssentialColumnWrapAtBlanks() {
    var table = TextTable([.text("Name", .essential), .text("Source", .essential)])
    table.append(["a", "Journal of Derivatives 3"])
    #expect(
      text(.table(table), on: page(20)) == """
          Name  Source
          ──────────────────
          a     Journal of
                Derivatives
                3

        """)
  }

  @Test func headsOfAWideTableBreakAboveTheRule() {
    var table = TextTable([.text("Instrument"), .number("Unrealized profit and loss")])
    table.append([String(repeating: "x", count: 80), "1"])
    let lines = text(.table(table)).split(separator: "\n").map(String.init)
    #expect(lines[0].hasSuffix("Unrealized"))
    #expect(lines[2].hasPrefix("  Instrument ") && lines[2].hasSuffix("       loss"))
    #expect(lines[3].hasPrefix("  ───"))
  }

  @Test func aTableWithoutRowsIsLeftOutWithItsHeading() {
    var report = Report("Title")
    report.add("Empty", .table(TextTable([.text("A")])), .warnings([]), .notes([]))
    report.add("Full", .notes(["One."]))
    #expect(TextWriter(page: .file).text(of: report) == "Title\n\nFull\n  One.\n")
    #expect(MarkdownWriter().text(of: report) == "## Title\n\n### Full\n\nOne.\n")
  }

  @Test func markdownHasTheSameCellsWithItsMarksEscaped() {
    var table = table
    table.append(["a|b*", "–", ""])
    #expect(
      table.markdown() == """
        | Name | Rate | Old |
        | --- | ---: | ---: |
        | Straße | 1.00 % | 2.00 % |
        | 金 | 10.00 % | – |
        | a\\|b\\* | – |  |

        """)
  }

  @Test func aFindingAboutSeveralIsSaidOnce() {
    let findings = ["A", "B", "A"].map { Finding(subject: $0, code: "few", message: "too few") }
    #expect(text(.warnings(findings)) == "  A, B: too few (few)\n")
    #expect(
      MarkdownWriter().text(of: .warnings(findings)) == "- A, B: too few (`few`)\n")
  }

  @Test func findingsThatDifferInNumbersAloneAreOneRange() {
    let findings =
      [("A", "few", "12 returns of 500, too few"), ("B", "odd", "is odd")]
      + [("B", "few", "12 returns of 1000, too few"), ("C", "few", "7 returns, too few")]
      + [("D", "few", "9 returns, too few"), ("D", "odd", "is strange")]
    let block = Report.Block.warnings(
      findings.map { Finding(subject: $0.0, code: $0.1, message: $0.2) })
    #expect(
      text(block) == """
          A, B: 12 returns of 500 to 1000, too few (few)
          C, D: 7 to 9 returns, too few (few)
          B: is odd (odd)
          D: is strange (odd)

        """)
  }

  @Test func aNumberStaysWithItsUnit() {
    #expect(
      text(.notes(["covers 99 % of it"]), on: page(20)).split(separator: "\n").map(String.init)
        == ["  covers 99 % of it"])
    #expect(
      text(.notes(["the rate is at 99.75 %"]), on: page(20)) == "  the rate is at\n  99.75 %\n")
  }

  @Test func wordsWrapToAPhraseBeforeAUsefulColumnGoes() {
    var table = TextTable([.text("Name", .essential), .number("Rate"), .number("Old", .detail)])
    table.append([String(repeating: "word ", count: 12), "1.00 %", "2.00 %"])
    let layout = TableLayout(table, on: 42)
    #expect(layout.columns == [0, 1] && layout.leftOut == ["Old"])
    #expect(layout.widths == [34, 6])
  }

  @Test func colorsFollowMeaningAndChangeNoWidth() {
    var table = TextTable([.word("Verdict", ["holds": .good]), .number("n")])
    table.append(["holds", "1"])
    table.append(["open", "2"])
    let colored = text(.table(table), on: PageSetup(columns: nil, showsColor: true))
    #expect(colored.contains("\u{1B}[32mholds\u{1B}[0m    1\n"))
    #expect(!colored.contains("\u{1B}[32mopen"))
    let failures = [Finding(subject: "A", code: "few", message: "too few")]
    #expect(
      text(.failures(failures), on: PageSetup(columns: nil, showsColor: true))
        == "\u{1B}[31m  A: too few (few)\u{1B}[0m\n")
  }

  @Test(arguments: [60, 80, 140])
  func noLineIsWiderThanItsPage(columns: Int) async throws {
    let report = try await Fixture(preset: "emir-etd", model: "normal").calibration()
    let outcome = try await Fixture.plainBacktest
    let results: [any FormattedResult] = [
      ScheduleRenderer(report: report),
      ExplainRenderer(report: report, instrument: report.schedules[0].instrument),
      BacktestRenderer(outcome: outcome), ScenarioRenderer(),
    ]
    for result in results {
      for line in result.rendered(as: .text, on: page(columns)).split(separator: "\n") {
        // A path is one word, which no line breaks.
        guard line.split(separator: " ").count > 1 else { continue }
        #expect(String(line).displayWidth <= columns, "\(line)")
      }
    }
  }
}
