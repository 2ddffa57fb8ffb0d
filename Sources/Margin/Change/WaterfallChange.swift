/// The change of a published rate, broken down by the lines of two waterfalls.
///
///     published′ − published = Σ (change′ᵢ − changeᵢ)
///
/// The changes of a waterfall's lines add up to its rate in whole millionths, so the differences
/// add up to the change of the rate exactly. A line missing from one waterfall counts as zero
/// there.
public struct WaterfallChange: Hashable, Sendable {
  /// The lines in the order of the new waterfall; lines of the old one only come before `rounding`.
  public let lines: [Line]

  /// One step under both schedules.
  public struct Line: Hashable, Sendable {
    /// The name of the step.
    public let step: String
    /// The step's change under the old schedule; nil if the step is absent there.
    public let old: MarginRate?
    /// The step's change under the new schedule; nil if the step is absent there.
    public let new: MarginRate?

    /// The step's contribution to the change of the rate.
    public var difference: MarginRate {
      MarginRate(millionths: (new?.millionths ?? 0) - (old?.millionths ?? 0))
    }
  }

  /// A step's name and the rate after it.
  public struct Step: Hashable, Sendable {
    /// The name of the step.
    public let name: String
    /// The rate after the step.
    public let rate: MarginRate

    /// Creates a step of a waterfall.
    public init(name: String, rate: MarginRate) {
      self.name = name
      self.rate = rate
    }
  }

  /// Creates the difference of two waterfalls, each from its first line to the published rate.
  public init(from old: [Step], to new: [Step]) {
    let before = Self.changes(old)
    let after = Self.changes(new)
    var lines: [Line] = []
    var next = before.startIndex
    for change in after {
      guard let position = before[next...].firstIndex(where: { $0.key == change.key }) else {
        lines.append(Line(step: change.key.name, old: nil, new: change.value))
        continue
      }
      lines += before[next ..< position].map { Line(step: $0.key.name, old: $0.value, new: nil) }
      lines.append(Line(step: change.key.name, old: before[position].value, new: change.value))
      next = position + 1
    }
    self.lines = lines + before[next...].map { Line(step: $0.key.name, old: $0.value, new: nil) }
  }

  /// The sum of the differences.
  public var total: MarginRate {
    MarginRate(millionths: lines.reduce(0) { $0 + $1.difference.millionths })
  }

  /// A step's name and its index among the steps of that name.
  private struct Key: Hashable {
    let name: String
    let number: Int
  }

  private static func changes(_ steps: [Step]) -> [(key: Key, value: MarginRate)] {
    var rate = 0
    var seen: [String: Int] = [:]
    return steps.map { step in
      defer { rate = step.rate.millionths }
      let number = seen[step.name, default: 0]
      seen[step.name] = number + 1
      return (
        Key(name: step.name, number: number), MarginRate(millionths: step.rate.millionths - rate)
      )
    }
  }
}
