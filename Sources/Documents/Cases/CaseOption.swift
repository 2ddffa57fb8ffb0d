internal import Policies
public import Text

/// An option of a case's command: its name without dashes, and its value as on the command line.
public struct CaseOption: Hashable, Sendable {
  /// The name without dashes, such as `level`.
  public let name: String
  /// The value as on the command line, lists with commas; nil for a flag.
  public let value: String?

  /// The words on the command line.
  public var words: [String] { ["--\(name)"] + (value.map { [$0] } ?? []) }

  /// Reads a member of the table `options` that has no fault.
  init?(_ member: JSONObject.Member) {
    name = member.name
    if member.value.bool == true {
      value = nil
    } else if let text = Self.text(of: member.value) {
      value = text
    } else {
      return nil
    }
  }

  private static func text(of value: JSON) -> String? {
    guard let elements = value.elements else {
      return value.string ?? value.integer.map { "\($0)" } ?? value.double.map { "\($0)" }
    }
    let texts = elements.map { $0.elements == nil ? text(of: $0) : nil }
    guard !texts.isEmpty, !texts.contains(nil) else { return nil }
    return texts.compactMap(\.self).joined(separator: ",")
  }

  static func faults(in table: JSON?) -> [KeyFault] {
    guard let table else { return [] }
    let path = DocumentPath(["options"])
    guard let members = table.members else {
      return [
        KeyFault(
          path: path, problem: "is not a table",
          remedy: "write [options] and an option a line, such as level = 0.99")
      ]
    }
    return members.compactMap { fault(in: $0, at: path.appending($0.name)) }
  }

  private static func fault(in member: JSONObject.Member, at path: DocumentPath) -> KeyFault? {
    if let reason = CaseCommand.reservedOptions[member.name] {
      return KeyFault(path: path, isOfKey: true, problem: reason, remedy: "remove it")
    }
    if let key = CaseCommand.keysOfOptions[member.name] {
      return KeyFault(
        path: path, isOfKey: true, problem: "is a key of the case",
        remedy: "write \(key) = … above the tables")
    }
    let isName =
      !member.name.isEmpty && !member.name.hasPrefix("-")
      && member.name.utf8.allSatisfy { isOfName($0) }
    guard isName else {
      return KeyFault(
        path: path, isOfKey: true, problem: "\"\(member.name)\" is not an option",
        remedy: "write an option without its dashes, such as level = 0.99")
    }
    guard CaseOption(member) == nil else { return nil }
    let isFalse = member.value.bool == false
    return KeyFault(
      path: path,
      problem: isFalse ? "false has no effect" : "expected a value, a list of values or true",
      remedy: isFalse ? "remove the line" : "write level = 0.99 or tests = [\"kupiec\"]")
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a") ... UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
}

/// The words of a command line that a key of a case gives.
public struct CaseArgument: Hashable, Sendable {
  /// The path of the key.
  public let path: DocumentPath
  /// The words.
  public let words: [String]
}

extension VerifyCase {
  /// The command line of the case in its folder, without the name of the tool; `policyFile` is the
  /// file of the policy with the tables of the case, where it has any.
  public func arguments(policyFile: String?) -> [CaseArgument] {
    var arguments = [CaseArgument(path: DocumentPath(["command"]), words: command.words)]
    func add(_ key: String, _ words: [String]?) {
      guard let words else { return }
      arguments.append(CaseArgument(path: DocumentPath([key]), words: words))
    }
    if let policyFile {
      add("policy", ["--policy", policyFile])
    } else if statesPolicy {
      add("policy", ["--policy", policyArgument])
    }
    add("as-of", asOf.map { ["--as-of", $0] })
    add("returns", returns == .prices ? nil : ["--returns", returns.rawValue])
    add("instruments", instruments.map { ["--instrument", $0.joined(separator: ",")] })
    for option in options {
      arguments.append(
        CaseArgument(path: DocumentPath(["options", option.name]), words: option.words))
    }
    let isDashed = inputs.contains { $0.hasPrefix("-") }
    add("inputs", inputs.isEmpty ? nil : (isDashed ? ["--"] : []) + inputs)
    return arguments
  }

  private var policyArgument: String {
    switch policy {
    case .preset(let name): name
    case .file(let path): path
    }
  }

  /// The error at a key of the case file.
  public func error(at path: DocumentPath, _ problem: String, remedy: String) -> InputError {
    document.error(at: path, .key, code: "case", problem, remedy: remedy)
  }

  /// The paths that options of the case may name, relative to `folder`.
  public func optionPaths(relativeTo folder: String) -> [String] {
    options.compactMap(\.value).map { Self.path($0, in: folder) }
  }

  /// The path of the policy file relative to `folder`; nil for a preset.
  public func policyPath(relativeTo folder: String) -> String? {
    guard case .file(let path) = policy else { return nil }
    return Self.path(path, in: folder)
  }
}
