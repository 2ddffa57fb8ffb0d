public import Policies

/// The parameters of a policy that are tried, and their values.
///
/// ```toml
/// [grid]
/// "model.volatility-weighted-historical.decay" = [0.94, 0.97, 0.99]
/// "step.buffer.share" = ["none", 0.25]
/// ```
///
/// A key is a path of the policy file; `step.NAME.KEY` is a parameter of the step of that name, put in its usual place
/// where the policy has none, with the defaults of its other keys. `"none"` is the policy without the step.
public struct TuneSpace: Hashable, Sendable {
  /// One parameter and the values that are tried.
  public struct Dimension: Hashable, Sendable {
    /// The path of its key.
    public let path: [String]
    /// The values, in the order of the file; nil removes the step.
    public let values: [ConfigurationValue?]

    /// The path as it was written.
    public var name: String { path.joined(separator: ".") }

    /// The values that are numbers, ascending.
    var numbers: [Double] { values.compactMap { $0?.plainNumber }.sorted() }
  }

  /// The parameters.
  public let dimensions: [Dimension]

  /// The number of combinations.
  public var count: Int { dimensions.reduce(1) { $0 * $1.values.count } }

  /// The values of a combination from 0, the last dimension fastest.
  func combination(_ number: Int) -> [ConfigurationValue?] {
    var rest = number
    var values: [ConfigurationValue?] = []
    for dimension in dimensions.reversed() {
      values.append(dimension.values[rest % dimension.values.count])
      rest /= dimension.values.count
    }
    return values.reversed()
  }

  /// Reads a file.
  ///
  /// - Throws: ``ConfigurationError``.
  public init(contentsOf path: String) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(contentsOf: path))
  }

  /// Reads a text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(toml: text, file: file))
  }

  private init(_ document: ConfigurationDocument) throws(ConfigurationError) {
    func problem(_ path: [String], _ problem: String, _ hint: String) -> ConfigurationError {
      document.error(
        ConfigurationProblem(path: ConfigurationPath(path), problem: problem, hint: hint))
    }
    let known = document.value.keys
    guard known == ["grid"], case .table(let grid)? = document.value.value(at: ["grid"]),
      !grid.isEmpty
    else {
      throw problem(
        [], "the file holds no grid",
        "write a table [grid] with a list of values at each key, such as \"step.buffer.share\" = [0, 0.25]"
      )
    }
    var dimensions: [Dimension] = []
    for (key, value) in grid.sorted(by: { $0.key < $1.key }) {
      guard case .list(let values) = value, !values.isEmpty, Set(values).count == values.count
      else {
        throw problem(
          ["grid", key], "is no list of different values", "write values, such as [0.94, 0.97]")
      }
      let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard path.count >= 2, path[0] != "step" || path.count == 3 else {
        throw problem(
          ["grid", key], "is no path of a policy file",
          "write one such as model.ewma.decay, margin.level or step.buffer.share")
      }
      let isStep = path[0] == "step"
      let tried = values.map { isStep && $0 == .text("none") ? nil : Optional($0) }
      dimensions.append(Dimension(path: path, values: tried))
    }
    guard dimensions.reduce(1.0, { $0 * Double($1.values.count) }) <= 100_000 else {
      throw problem(["grid"], "has more than 100000 combinations", "write fewer values")
    }
    self.dimensions = dimensions
  }

  /// The space that is searched where none is named: decay and window of the model, level, and the tools against
  /// procyclicality.
  public init(around configuration: CalibrationConfiguration) {
    var dimensions: [Dimension] = []
    func add(_ path: [String], _ values: [ConfigurationValue?]) {
      dimensions.append(Dimension(path: path, values: values))
    }
    let model = configuration.model.name
    if ModelConfiguration.names(taking: "decay").contains(model) {
      add(["model", model, "decay"], [0.94, 0.97, 0.985].map { .number($0) })
    }
    let level = configuration.margin.level
    add(
      ["margin", "level"],
      [level, 1 - (1 - level) / 2].map { .number((($0 * 1e6).rounded()) / 1e6) })
    add(["step", "stress-weight", "weight"], [nil, .number(0.25)])
    add(["step", "buffer", "share"], [nil, .number(0.25)])
    add(["step", "floor", "lookback-years"], [nil, .integer(10)])
    add(["step", "speed-limit", "factor"], [nil, .number(1.5)])
    self.dimensions = dimensions
  }
}

extension ConfigurationValue {
  /// The number, or nil for anything else.
  var plainNumber: Double? {
    switch self {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    case .table, .list, .text, .flag: nil
    }
  }
}

extension CalibrationConfiguration {
  /// The configuration with values at the paths of a space; nil where they contradict each other.
  ///
  /// - Throws: ``ConfigurationProblem`` for a key or a value that no policy file may hold.
  func replacing(
    _ values: [ConfigurationValue?], of dimensions: [TuneSpace.Dimension]
  ) throws(ConfigurationProblem) -> CalibrationConfiguration? {
    var whole = ConfigurationValue(canonicalJSON: canonicalJSON)
    for (dimension, value) in zip(dimensions, values) {
      if dimension.path[0] == "step" {
        whole = whole.settingStep(dimension.path[1], dimension.path[2], to: value)
      } else if let value {
        whole = whole.merging(.nested(dimension.path, value))
      }
    }
    whole = PolicyKeys.file.completed(whole)
    try PolicyKeys.file.check(whole, isPart: false)
    return CalibrationConfiguration(whole)
  }
}

extension ConfigurationValue {
  /// The policy with a parameter of a step, or without the step where the value is nil.
  fileprivate func settingStep(
    _ name: String, _ key: String, to value: ConfigurationValue?
  ) -> ConfigurationValue {
    guard case .list(var steps)? = self.value(at: ["step"]) else { return self }
    let place = steps.firstIndex { $0.keys == [name] }
    guard let value else {
      if let place { steps.remove(at: place) }
      return replacing("step", with: .list(steps))
    }
    let parameter = ConfigurationValue.nested([name, key], value)
    if let place {
      steps[place] = steps[place].merging(parameter)
    } else {
      let order = StepConfiguration.names
      let own = order.firstIndex(of: name) ?? order.count
      let next = steps.firstIndex { step in
        (step.keys.first.flatMap(order.firstIndex) ?? order.count) > own
      }
      steps.insert(parameter, at: next ?? steps.count)
    }
    return replacing("step", with: .list(steps))
  }
}
