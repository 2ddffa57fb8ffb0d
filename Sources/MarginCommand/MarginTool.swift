import ArgumentParser
import Calibration
import MarketData

/// The executable: streams prepared, arguments parsed, one command run, one exit code.
@main
enum MarginTool {
  static func main() async {
    SystemCall.prepareStreams()
    Interruption.watch()
    SystemCall.exit(await status())
  }

  /// Parses and runs; what goes wrong becomes a line on standard error and a code.
  private static func status() async -> Int32 {
    do {
      var command = try RootCommand.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch let failure as ToolFailure {
      return report(failure.message, failure.exitCode)
    } catch let error as ConfigurationError {
      return report(error.message, ToolFailure.badInput)
    } catch let error as MarketDataError {
      return report(error.message, ToolFailure.badInput)
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      return status(ofParsing: error)
    }
  }

  private static func report(_ message: String, _ code: Int32) -> Int32 {
    Terminal.say(message)
    return code
  }

  /// Help and version go to standard output, a usage error to standard error with code 2.
  private static func status(ofParsing error: any Error) -> Int32 {
    let message = RootCommand.fullMessage(for: error)
    guard RootCommand.exitCode(for: error).isSuccess else {
      Terminal.write("margin: " + message.dropFirst(message.hasPrefix("Error: ") ? 7 : 0) + "\n")
      return ToolFailure.badInput
    }
    do throws(ToolFailure) {
      try StandardOutput.write(message + "\n")
      return 0
    } catch {
      return report(error.message, error.exitCode)
    }
  }
}

/// `margin`, which does nothing by itself.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "margin",
    abstract: "Turns price history into margin percentages that can be defended.",
    discussion: """
      Results go to standard output, progress and problems to standard error.
      Exit codes: 0 done, 1 a check failed, 2 bad input, 3 some instruments failed, \
      130 interrupted.
      """,
    version: ToolVersion.current,
    subcommands: [
      CalibrateCommand.self, EstimateCommand.self, BacktestCommand.self, ExplainCommand.self,
      InitCommand.self, VerifyCommand.self,
    ])
}
