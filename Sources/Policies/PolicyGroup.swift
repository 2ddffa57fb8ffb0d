public import MarketData
package import Text

/// A group of instruments with settings of its own: a `[[group]]` table of a policy file.
///
/// ```toml
/// [[group]]
/// name = "energy"
/// instruments = ["CL", "NG*"]
/// product-group = "energy"
/// margin = { level = 0.995, period-of-risk = { count = 2, unit = "bars" } }
/// step = [{ floor = { lookback-years = 10 } }]
/// ```
///
/// Its tables override those of the file key by key; its steps replace the file's. The first group
/// that contains an instrument applies, so that an exception stands above the rule.
public struct PolicyGroup: Sendable {
  /// The name in output.
  public let name: String
  /// The names and patterns of instruments.
  public let instruments: [String]
  /// The product group of the contract facts whose instruments belong to the group.
  public let productGroup: String?
  /// The complete configuration of the group.
  public let configuration: CalibrationConfiguration

  /// The instruments of the group, given the contract facts of a run.
  public func selection(in facts: ContractFacts?) -> InstrumentSelection {
    InstrumentSelection(names: instruments, members: members(in: facts))
  }

  /// The instruments of the product group.
  package func members(in facts: ContractFacts?) -> Set<InstrumentID> {
    productGroup.flatMap { facts?.instruments(inGroup: $0) } ?? []
  }
}

extension PolicyGroup {
  /// The groups of a completed table.
  ///
  /// - Throws: The first fault of a group over the file, at its path in the file.
  static func all(in tree: JSON) throws(KeyFault) -> [PolicyGroup] {
    let tables = tree["group"]?.elements ?? []
    let base = tree.replacing("group", with: nil)
    var groups: [PolicyGroup] = []
    for (index, table) in tables.enumerated() {
      let path = DocumentPath(["group"]).element(index + 1)
      let name = table["name"]?.string ?? ""
      guard !groups.contains(where: { $0.name == name }) else {
        throw KeyFault(
          path: path.appending("name"), problem: "there are two groups \"\(name)\"",
          remedy: "rename one of them")
      }
      let names = table["instruments"]?.elements?.compactMap(\.string) ?? []
      let productGroup = table["product-group"]?.string
      guard !names.isEmpty || productGroup != nil else {
        throw KeyFault(
          path: path, problem: "the group names no instruments",
          remedy: "write instruments = [\"CL\", \"NG*\"], or a product-group")
      }
      do throws(KeyFault) {
        groups.append(
          PolicyGroup(
            name: name, instruments: names, productGroup: productGroup,
            configuration: try configuration(of: table, over: base)))
      } catch {
        throw error.below(path)
      }
    }
    return groups
  }

  private static func configuration(
    of table: JSON, over base: JSON
  ) throws(KeyFault) -> CalibrationConfiguration {
    let overlay = JSON.object(
      table.object?.filter { PolicyKeys.groupOverlayNames.contains($0.name) } ?? [:])
    let whole = PolicyKeys.file.completed(base.overlaid(by: overlay.plain))
    let found = PolicyKeys.file.faults(in: whole, isPart: false)
    let draft = PolicyDraft(whole, apartFrom: found.map(\.path))
    if let fault = (found + draft.faults).first { throw fault }
    return try CalibrationConfiguration(draft)
  }
}

extension CalibrationConfiguration {
  /// The names of instruments in the steps and the groups, each with its path; patterns too.
  package var instrumentNames: [(path: DocumentPath, name: String)] {
    var names = Self.namesInSteps(of: tree, at: DocumentPath())
    for (index, table) in (tree["group"]?.elements ?? []).enumerated() {
      let path = DocumentPath(["group"]).element(index + 1)
      names += Self.names(in: table["instruments"], at: path.appending("instruments"))
      names += Self.namesInSteps(of: table, at: path)
    }
    return names
  }

  private static func namesInSteps(
    of table: JSON, at path: DocumentPath
  ) -> [(path: DocumentPath, name: String)] {
    (table["step"]?.elements ?? []).enumerated().flatMap { index, step in
      (step.members ?? []).flatMap { member in
        names(
          in: member.value["instruments"],
          at: path.appending("step").element(index + 1).appending(member.name))
      }
    }
  }

  private static func names(
    in list: JSON?, at path: DocumentPath
  ) -> [(path: DocumentPath, name: String)] {
    (list?.elements ?? []).compactMap(\.string).map { (path, $0) }
  }
}

// MARK: - Keys

extension PolicyKeys {
  static let data = KeyRule.table(
    DataFinding.Kind.allCases.map { kind in
      let treatments = kind.treatments.map(\.rawValue)
      return KeyRule.Key(
        kind.rawValue, .name, .choice(treatments), .optional(example: .string(treatments[0])),
        "treatment of this finding")
    })

  static let group = KeyRule.table(
    [
      .init("name", .text, .text(hint: "write a name, such as \"energy\""), "name in output"),
      .init(
        "instruments", .text,
        .list(
          .text(hint: "write a name in quotes"), hint: "write names, such as [\"CL\", \"NG*\"]"),
        .optional(example: .array([.string("CL"), .string("NG*")])),
        "instruments by name; * stands for any letters"),
      .init(
        "product-group", .text, .text(hint: "write a group of the contract facts"),
        .optional(example: .string("energy")),
        "instruments by column group of the contract facts (--instruments)"),
      overlay(
        "model", model, .nested(["ewma", "window"], .integer(250)),
        "a model in place of the policy's"),
      overlay(
        "margin", .part(margin), .object(["level": .double(0.995)]),
        "keys that override the policy's"),
      overlay(
        "step", .list(step, hint: "write [[group.step]] once for each step"),
        .array([.object(["floor": .object(["lookback-years": .integer(10)])])]),
        "steps in place of the policy's"),
      overlay("data", data, .object(["hole": .string("reject")]), "treatments by finding"),
    ])

  private static func overlay(
    _ name: String, _ rule: KeyRule, _ example: JSON, _ comment: String
  ) -> KeyRule.Key { .init(name, .table, rule, .optional(example: example), comment) }

  /// The tables of a group that override those of the file.
  static let groupOverlayNames: Set = ["model", "margin", "step", "data"]
}
