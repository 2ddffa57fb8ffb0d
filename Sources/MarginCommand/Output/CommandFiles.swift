internal import Calibration
internal import MarketData
internal import Policies

/// A command that reads or writes files.
protocol FileNaming {
  /// The files that the command line names.
  var namedFiles: CommandFiles { get }
}

/// The files that a command line names, compared before any work: an output that is an input, or
/// another output, would destroy it.
struct CommandFiles {
  private struct Named {
    /// The option; nil for an argument.
    let flag: String?
    let path: String
  }

  private var inputs: [Named] = []
  private var outputs: [Named] = []

  /// Adds files and folders of arguments.
  mutating func read(_ paths: [String]) {
    inputs += paths.map { Named(flag: nil, path: $0) }
  }

  /// Adds a file that an option names, if any.
  mutating func read(_ flag: String, _ path: String?) {
    if let path { inputs.append(Named(flag: flag, path: path)) }
  }

  /// Adds the file of a policy that an option names, if it is one.
  mutating func read(_ flag: String, _ source: PolicySource?) {
    if case .file(let path)? = source { inputs.append(Named(flag: flag, path: path)) }
  }

  /// Adds a file to write, if an option names one.
  mutating func write(_ flag: String, _ path: String?) {
    if let path, path != "-" { outputs.append(Named(flag: flag, path: path)) }
  }

  /// Rejects an output that is an input or another output under whatever name, and one that is a
  /// link to nothing.
  ///
  /// - Throws: ``ToolFailure`` with both options.
  func check() throws(ToolFailure) {
    guard !outputs.isEmpty else { return }
    var owners: [SystemCall.FilePlace: Named] = [:]
    for input in inputs.flatMap(Self.files) {
      guard let place = SystemCall.place(of: input.path), case .file = place else { continue }
      owners[place] = owners[place] ?? input
    }
    for output in outputs {
      let flag = output.flag ?? "--output"
      try OutputFile.refuseMissingTarget(of: output.path, flag)
      guard let place = SystemCall.place(of: output.path) else { continue }
      if let owner = owners[place] {
        let other = owner.path == output.path ? "" : " (\(owner.path))"
        let what = owner.flag.map { "the file of \($0) too" } ?? "an input too"
        throw ToolFailure(
          flag, "\(output.path) is \(what)\(other)", remedy: "name a file of its own")
      }
      owners[place] = output
    }
  }

  /// The files of a path: those of a folder with its contract facts, or the file itself.
  private static func files(of input: Named) -> [Named] {
    guard SystemCall.kind(of: input.path) == .folder else { return [input] }
    let found = (try? PriceLoader.files([input.path])) ?? []
    return (found + ContractFacts.files(beside: [input.path])).map {
      Named(flag: input.flag, path: $0)
    }
  }
}
