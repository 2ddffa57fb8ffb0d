public import Policies
public import Text

/// The parameters of a policy to search, with their values.
///
/// ```toml
/// [grid]
/// "model.volatility-weighted-historical.decay" = [0.94, 0.97, 0.99]
/// "step.buffer.share" = ["none", 0.25]
/// ```
///
/// A key is a path of the policy file; `step.NAME.KEY` is a parameter of the step of that name,
/// which is inserted at its usual position with defaults if the policy lacks it. `"none"` is the
/// policy without the step.
public struct TuneSpace: Hashable, Sendable {
  /// One parameter with the values to try.
  public struct Dimension: Hashable, Sendable {
    /// The path of its key.
    public let path: [String]
    /// The values in file order; nil removes the step.
    public let values: [JSON?]

    init(path: [String], values: [JSON?]) {
      self.path = path
      self.values = values
    }

    /// A key of the grid with its values.
    fileprivate init(_ key: String, _ list: JSON) throws(KeyFault) {
      let location = DocumentPath(["grid", key])
      guard let values = list.plain.elements, !values.isEmpty, Set(values).count == values.count
      else {
        throw KeyFault(
          path: location, problem: "is not a list of distinct values",
          remedy: "write values, such as [0.94, 0.97]")
      }
      let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard path.count >= 2, path[0] != "step" || path.count == 3 else {
        throw KeyFault(
          path: location, isOfKey: true, problem: "is not a path of a policy file",
          remedy: "write one, such as model.ewma.decay, margin.level or step.buffer.share")
      }
      let isStep = path[0] == "step"
      self.init(
        path: path,
        values: values.map { isStep && $0 == .string("none") ? nil : Optional($0) })
    }

    /// The path as it was written.
    public var name: String { path.joined(separator: ".") }

    /// The values that are numbers, ascending.
    var numbers: [Double] { values.compactMap { $0?.double }.sorted() }
  }

  /// The parameters.
  public let dimensions: [Dimension]
  /// The file; nil for the default space.
  let document: TOMLDocument?

  /// The number of combinations.
  public var count: Int { dimensions.reduce(1) { $0 * $1.values.count } }

  /// The values of the combination with a number from 0; the last dimension varies fastest.
  func combination(_ number: Int) -> [JSON?] {
    var rest = number
    var values: [JSON?] = []
    for dimension in dimensions.reversed() {
      values.append(dimension.values[rest % dimension.values.count])
      rest /= dimension.values.count
    }
    return values.reversed()
  }

  /// Reads a file.
  ///
  /// - Throws: `InputError`.
  public init(contentsOf path: String) throws(InputError) {
    try self.init(TOMLDocument(policyFile: path))
  }

  /// Parses TOML text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(InputError) {
    try self.init(TOMLDocument(text, file: file))
  }

  private init(_ stated: TOMLDocument) throws(InputError) {
    let document = try stated.read(as: .searchSpace)
    let root = document.root
    guard root.keys == ["grid"], let grid = root["grid"]?.object, !grid.members.isEmpty else {
      try document.refuse([
        KeyFault(
          path: DocumentPath(), problem: "the file has no grid",
          remedy: "write a table [grid] with a list of values for each key, such as "
            + "\"step.buffer.share\" = [0, 0.25]")
      ])
      (dimensions, self.document) = ([], document)
      return
    }
    var dimensions: [Dimension] = []
    var faults = document.nonFiniteFaults
    for member in grid.members.sorted(by: { $0.name < $1.name }) {
      do throws(KeyFault) {
        dimensions.append(try Dimension(member.name, member.value))
      } catch {
        faults.append(error)
      }
    }
    if dimensions.reduce(1.0, { $0 * Double($1.values.count) }) > 100_000 {
      faults.append(
        KeyFault(
          path: DocumentPath(["grid"]), problem: "has more than 100000 combinations",
          remedy: "write fewer values"))
    }
    try document.refuse(faults)
    self.dimensions = dimensions
    self.document = document
  }

  /// The default space: decay of the model, level, and the anti-procyclicality tools, of which an
  /// `emir-*` preset has one of the three options of Article 28(1).
  public init(around configuration: CalibrationConfiguration) {
    var dimensions: [Dimension] = []
    func add(_ path: [String], _ values: [JSON?]) {
      dimensions.append(Dimension(path: path, values: values))
    }
    let model = configuration.model.name
    if ModelConfiguration.names(taking: "decay").contains(model) {
      add(["model", model, "decay"], [0.94, 0.97, 0.985].map { .double($0) })
    }
    let level = configuration.margin.level
    add(
      ["margin", "level"],
      [level, 1 - (1 - level) / 2].map { .double((($0 * 1e6).rounded()) / 1e6) })
    if configuration.margin.article28Option != nil {
      add(
        ["margin", "article-28-option"],
        Article28Option.allCases.map { .string($0.rawValue) })
    } else {
      add(["step", "stress-weight", "weight"], [nil, .double(0.25)])
      add(["step", "buffer", "share"], [nil, .double(0.25)])
      add(["step", "floor", "lookback-years"], [nil, .integer(10)])
    }
    add(["step", "speed-limit", "factor"], [nil, .double(1.5)])
    self.dimensions = dimensions
    document = nil
  }
}

extension CalibrationConfiguration {
  /// The configuration with values at the paths of a space.
  ///
  /// A step is removed where any of its parameters is nil. Another option of Article 28(1) replaces
  /// the step of the former one, unless that has parameters of its own.
  ///
  /// - Throws: ``PolicyFault`` for an invalid key or value, and for inconsistent ones.
  func replacing(
    _ values: [JSON?], of dimensions: [TuneSpace.Dimension]
  ) throws(PolicyFault) -> CalibrationConfiguration {
    let option = dimensions.firstIndex { $0.path == ["margin", "article-28-option"] }
    var whole = option.map { withoutOptionStep(unless: values[$0]?.string) } ?? tree
    for (dimension, value) in zip(dimensions, values) {
      guard let value else { continue }
      if dimension.path[0] == "step" {
        whole = whole.settingStep(dimension.path[1], dimension.path[2], to: value)
      } else {
        whole = whole.overlaid(by: .nested(dimension.path, value))
      }
    }
    for (dimension, value) in zip(dimensions, values) where value == nil {
      whole = whole.removingStep(dimension.path[1])
    }
    return try CalibrationConfiguration(completing: whole)
  }

  /// The value at a path of a space; nil if the policy has no such step.
  func value(at path: [String]) -> JSON? {
    guard path.first == "step" else { return tree.value(at: path) }
    return (tree["step"]?.elements ?? []).lazy.compactMap { $0.value(at: path.dropFirst()) }.first
  }
}

extension JSON {
  /// The policy without the first step of a name.
  fileprivate func removingStep(_ name: String) -> JSON {
    guard var steps = self["step"]?.elements,
      let index = steps.firstIndex(where: { $0.keys == [name] })
    else { return self }
    steps.remove(at: index)
    return replacing("step", with: .array(steps))
  }

  /// The policy with a parameter of a step, which is inserted in its usual position if it is absent.
  fileprivate func settingStep(_ name: String, _ key: String, to value: JSON) -> JSON {
    var steps = self["step"]?.elements ?? []
    let parameter = JSON.nested([name, key], value)
    if let index = steps.firstIndex(where: { $0.keys == [name] }) {
      steps[index] = steps[index].overlaid(by: parameter)
    } else {
      let order = StepConfiguration.names
      let own = order.firstIndex(of: name) ?? order.count
      let next = steps.firstIndex { step in
        (step.keys.first.flatMap(order.firstIndex) ?? order.count) > own
      }
      steps.insert(parameter, at: next ?? steps.count)
    }
    return replacing("step", with: .array(steps))
  }
}
