import Foundation
import Testing

/// No option is added without a run that shows its effect.
struct OptionAuditTests {
  @Test func everyOptionOfEveryCommandIsExercised() throws {
    let run = try Sandbox().margin("--experimental-dump-help")
    let root = try JSONDecoder().decode(Dump.self, from: Data(run.output.utf8)).command
    let commands = root.leaves(under: [])
    #expect(commands.count >= 16)
    let seen = Set(Self.runs.map { Self.name(of: $0.option, in: $0.base) })
    for (name, command) in commands {
      for option in command.options where !["help", "version"].contains(option) {
        let isSeen = seen.contains("\(name) --\(option)")
        #expect(isSeen, "no run shows the effect of --\(option) of \(name)")
      }
    }
  }

  /// All runs of ``OptionEffects``, with the options whose effect they show.
  private static var runs: [(base: String, option: String)] {
    var runs = OptionEffects.results.flatMap { runs in runs.options.map { (runs.base, $0) } }
    runs += OptionEffects.statuses.map { ($0.base, $0.option) }
    runs += OptionEffects.files.map { ($0, $0) }
    runs += OptionEffects.slow.map { ($0, "--quiet") }
    runs += OptionEffects.parallel.map { ($0, "--jobs") }
    return runs + [("verify", "--record"), ("verify", "--reason")]
  }

  /// The command of a line, with the last of the options.
  private static func name(of options: String, in line: String) -> String {
    let isGroup = ["account ", "policy ", "data "].contains { line.hasPrefix($0) }
    let command = line.split(separator: " ").prefix(isGroup ? 2 : 1)
    let option = options.split(separator: " ").last { $0.hasPrefix("--") } ?? ""
    return (command + [option]).joined(separator: " ")
  }

  /// What the parser knows of its commands.
  private struct Dump: Decodable {
    let command: Command

    struct Command: Decodable {
      let commandName: String
      let subcommands: [Command]?
      let arguments: [Argument]?

      var options: [String] {
        (arguments ?? []).filter { $0.kind != "positional" }.compactMap(\.preferredName?.name)
      }

      /// The commands without subcommands, with their names below the root.
      func leaves(under path: [String]) -> [(name: String, command: Command)] {
        guard let subcommands, !subcommands.isEmpty else {
          return [(path.joined(separator: " "), self)]
        }
        return subcommands.flatMap { $0.leaves(under: path + [$0.commandName]) }
      }
    }

    struct Argument: Decodable {
      let kind: String
      let preferredName: Name?
    }

    struct Name: Decodable { let name: String }
  }
}
