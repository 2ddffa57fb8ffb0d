import Testing

/// Every option of every command is seen to do what it says.
struct OptionEffectTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try SampleFiles.write(to: sandbox)
  }

  private func margin(_ line: String) throws -> ToolRun {
    try sandbox.margin(line.split(separator: " ").map(String.init))
  }

  @Test(arguments: OptionEffects.results)
  func theOptionIsSeenInTheResult(_ runs: OptionEffects.Runs) throws {
    // An option that the base has is given again: the parser takes the last.
    let plain = try margin(runs.base)
    #expect(plain.code == 0, "\(plain.error)")
    for option in runs.options {
      let changed = try margin("\(runs.base) \(option)")
      #expect(changed.code == 0, "\(option): \(changed.error)")
      #expect(changed.output != plain.output, "\(option)")
    }
  }

  @Test(arguments: OptionEffects.statuses)
  func theOptionDecidesTheStatus(_ status: OptionEffects.Status) throws {
    #expect(try margin(status.base).code == status.without)
    let run = try margin("\(status.base) \(status.option)")
    #expect(run.code == status.with, "\(run.error)")
  }

  @Test(arguments: OptionEffects.files)
  func theOptionNamesAFile(_ line: String) throws {
    let file = try #require(line.split(separator: " ").last.map(String.init))
    let run = try margin(line)
    #expect(run.code == 0, "\(run.error)")
    #expect(try !sandbox.read(file).isEmpty)
    #expect(line.contains("--output ") == run.output.isEmpty)
  }

  @Test func recordingWritesTheRecord() throws {
    try sandbox.write("inputs = [\"q.csv\"]\n", to: "new.toml")
    #expect(try margin("verify new.toml").code == 2)
    #expect(try margin("verify new.toml --record").code == 2)
    #expect(try margin("verify new.toml").code == 2)
    #expect(try margin("verify new.toml --record --reason first").code == 0)
    #expect(try sandbox.read("new.recorded.json").contains("\"reason\": \"first\""))
    #expect(try margin("verify new.toml").code == 0)
  }

  /// Inputs arrive after three seconds; progress is shown after one.
  @Test func quietSuppressesProgress() throws {
    let lines = OptionEffects.slow.enumerated().map { index, line in
      let parts = line.split(separator: " < ").map(String.init)
      return """
        slow \(index).loud \(parts[1]) \(parts[0]) &
        slow \(index).quiet \(parts[1]) \(parts[0]) --quiet &
        """
    }
    let run = try sandbox.shell(
      """
      slow() {
        name=$1; file=$2; shift 2
        (sleep 3; cat $file) | "$MARGIN" "$@" > /dev/null 2> $name.err || echo "$* ends with $?"
      }
      \(lines.joined(separator: "\n"))
      """)
    // The output ends with the last of the runs, which share it.
    #expect(run.output.isEmpty, "\(run.output)")
    for (index, line) in OptionEffects.slow.enumerated() {
      #expect(try sandbox.read("\(index).loud.err").contains(" so far\n"), "\(line)")
      #expect(try sandbox.read("\(index).quiet.err").isEmpty, "\(line)")
    }
  }

  /// The first file is not written before the second is read, so that one task waits for ever.
  @Test(arguments: OptionEffects.parallel)
  func jobsReadFilesInParallel(_ line: String) throws {
    let run = try sandbox.shell(
      """
      try() {
        mkdir $1; cp *.toml $1; mkfifo $1/a.csv $1/b.csv
        (cat p.csv > $1/b.csv; cat q.csv > $1/a.csv) & writer=$!
        (cd $1; timeout $2 "$MARGIN" \(line) --jobs $1 > /dev/null)
        echo $?; kill $writer 2> /dev/null
      }
      try 1 1; try 2 60
      """)
    #expect(run.output == "124\n0\n", "\(run.error)")
  }
}
