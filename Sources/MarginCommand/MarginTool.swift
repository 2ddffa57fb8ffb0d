import ArgumentParser
import MarketData
internal import Policies
internal import Text

/// The executable: prepares streams, parses arguments, runs one command and returns its exit code.
@main
enum MarginTool {
  static func main() {
    SystemCall.prepareStreams()
    start(parsed())
    SystemCall.waitForExit()
  }

  nonisolated private static func start(_ command: sending any ParsableCommand) {
    Interruption.watch()
    Task.detached { SystemCall.exit(await status(of: command)) }
  }

  /// Returns the parsed command; help, the version and usage errors exit here, before the threads
  /// that a command needs are started.
  private static func parsed() -> sending any ParsableCommand {
    do {
      _ = try UsageError.command(Array(CommandLine.arguments.dropFirst()))
      return try RootCommand.parseAsRoot()
    } catch let failure as ToolFailure {
      SystemCall.exit(report(failure.message, failure.exitCode))
    } catch {
      SystemCall.exit(status(ofParsing: error))
    }
  }

  /// Runs a command; an error becomes a line on standard error and an exit code.
  private static func status(of command: any ParsableCommand) async -> Int32 {
    do {
      if let command = command as? any FileNaming { try command.namedFiles.check() }
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        var command = command
        try command.run()
      }
      return 0
    } catch let failure as ToolFailure {
      return report(failure.message, failure.exitCode)
    } catch let error as InputError {
      for fault in error.all { report(fault) }
      return ToolFailure.badInput
    } catch let error as MarketDataError {
      return report(error.message, ToolFailure.badInput)
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      return status(ofParsing: error)
    }
  }

  /// Reports an input error, with its line number where known.
  private static func report(_ fault: InputError) {
    Terminal.say(fault.message)
    if let excerpt = fault.excerpt { Terminal.write(excerpt.printable(keepingLines: true) + "\n") }
  }

  private static func report(_ message: String, _ code: Int32) -> Int32 {
    Terminal.say(message)
    return code
  }

  /// Prints help and version to standard output, and a usage error to standard error with exit code
  /// 2.
  private static func status(ofParsing error: any Error) -> Int32 {
    guard RootCommand.exitCode(for: error).isSuccess else {
      return report(UsageError.message(error), ToolFailure.badInput)
    }
    do throws(ToolFailure) {
      let message = RootCommand.fullMessage(for: error)
      let isScript = CommandLine.arguments.contains {
        $0.hasPrefix("--generate-completion-script")
      }
      try StandardOutput.write((isScript ? CompletionScript.withOwnHelp(message) : message) + "\n")
      return 0
    } catch {
      return report(error.message, error.exitCode)
    }
  }
}

/// The root command `margin`, which only groups subcommands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "margin",
    abstract: "Defensible margin rates from price history.",
    discussion: """
      Results go to standard output, progress and messages to standard error.
      Exit codes: 0 done, 1 a check failed, 2 bad input, 3 some instruments failed, \
      130 interrupted.

      margin help models|tests|steps|presets|cases [NAME] explains models, backtests, \
      policy steps, presets and the keys of a case: assumptions, parameters, references.
      """,
    version: ToolVersion.current,
    subcommands: [
      CalibrateCommand.self, EstimateCommand.self, BacktestCommand.self, ExplainCommand.self,
      CompareCommand.self, TuneCommand.self, StressCommand.self, InitCommand.self,
      PolicyCommand.self, VerifyCommand.self, AccountCommand.self, SimulateCommand.self,
      DataCommand.self, HelpCommand.self,
    ])
}
