import Foundation
import Testing

/// Results arrive whole or not at all.
struct OutputTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "good.csv")
  }

  @Test func aFullDiskUnderStandardOutputIsSaid() throws {
    let run = try sandbox.shell("\"$MARGIN\" calibrate good.csv > /dev/full")
    #expect(run.code == 2)
    #expect(
      run.messages == [
        "margin: standard output: cannot be written (No space left on device); "
          + "make room, or write elsewhere with --output"
      ])
  }

  @Test func aClosedStandardOutputIsSaid() throws {
    let run = try sandbox.shell("\"$MARGIN\" calibrate good.csv >&-")
    #expect(run.code == 2)
    #expect(run.messages.count == 1)
    #expect(run.error.contains("standard output: cannot be written (Bad file descriptor)"))
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let run = try sandbox.shell(
      "{ \"$MARGIN\" calibrate good.csv --history --format json --quiet; echo $? > code; } | true")
    #expect(run.error == "")
    #expect(try sandbox.read("code") == "0\n")
  }

  @Test func aFileThatGrowsTooLargeIsNotLeft() throws {
    let run = try sandbox.shell(
      "ulimit -f 1; \"$MARGIN\" calibrate good.csv --history --output out")
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(
      run.messages == [
        "margin: --output: out cannot be written (File too large); "
          + "check the folder and the disk, or name another file"
      ])
    #expect(try sandbox.files() == ["good.csv"])
  }

  @Test func aFailedWriteLeavesTheOldFile() throws {
    try sandbox.write("old", to: "out")
    let run = try sandbox.shell(
      "ulimit -f 1; \"$MARGIN\" calibrate good.csv --history --output out")
    #expect(run.code == 2)
    #expect(try sandbox.read("out") == "old")
    #expect(try sandbox.files() == ["good.csv", "out"])
  }

  @Test func aFullDiskUnderOutputIsSaid() throws {
    let run = try sandbox.margin("calibrate", "good.csv", "--output", "/dev/full")
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(
      run.messages == [
        "margin: --output: /dev/full cannot be written (No space left on device); "
          + "check the folder and the disk, or name another file"
      ])
  }

  @Test func aFolderIsNoOutput() throws {
    try sandbox.makeFolder("results")
    let run = try sandbox.margin("calibrate", "good.csv", "--output", "results")
    #expect(run.code == 2)
    #expect(run.error == "margin: --output: results is a folder; name a file in it\n")
  }

  @Test func aFolderThatIsMissingIsNamed() throws {
    let run = try sandbox.margin("calibrate", "good.csv", "--output", "none/out")
    #expect(run.code == 2)
    #expect(
      run.error
        == "margin: --output: none, the folder of none/out, is not a folder; "
        + "create it, or name another\n")
  }

  @Test func anOutputWithoutPermissionIsFoundBeforeTheWork() throws {
    // Nobody, the superuser neither, makes files in the table of processes.
    let run = try sandbox.margin("calibrate", "nowhere.csv", "--output", "/proc/result")
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: --output: /proc/result cannot be written ("))
  }

  @Test func theFileHoldsWhatWouldHaveBeenPrinted() throws {
    try sandbox.write("old", to: "out")
    let printed = try sandbox.margin("calibrate", "good.csv")
    let written = try sandbox.margin("calibrate", "good.csv", "--output", "out")
    #expect(printed.code == 0)
    #expect(written.code == 0)
    #expect(written.output == "")
    #expect(printed.output.contains("good"))
    #expect(try sandbox.read("out") == printed.output)
    #expect(try sandbox.files() == ["good.csv", "out"])
  }

  // MARK: - Interrupts and progress

  // The work takes minutes; it is interrupted after three seconds.
  private func interrupted(_ flags: String, after seconds: Int) throws -> ToolRun {
    try sandbox.write(Prices.csv(60_000), to: "long.csv")
    return try sandbox.shell(
      "env --default-signal=INT timeout --preserve-status -k 20 -s INT \(seconds) \"$MARGIN\" "
        + "backtest long.csv --models student-t --refit-every 1 --window 2000 --output out \(flags)"
    )
  }

  @Test func anInterruptLeavesNothingHalfWritten() throws {
    try sandbox.write("old", to: "out")
    let run = try interrupted("", after: 4)
    #expect(run.code == 130)
    #expect(run.output == "")
    #expect(run.messages == ["margin: interrupted; no result was written"])
    #expect(run.error.contains("margin: backtesting 0 %, "), "no progress after a second")
    #expect(try sandbox.read("out") == "old")
    #expect(try sandbox.files() == ["good.csv", "long.csv", "out"])
  }

  @Test func quietTellsNoProgress() throws {
    let run = try interrupted("--quiet", after: 3)
    #expect(run.code == 130)
    #expect(run.error == "margin: interrupted; no result was written\n")
    #expect(try sandbox.files() == ["good.csv", "long.csv"])
  }
}
