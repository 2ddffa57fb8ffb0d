internal import MarketData
internal import RiskMeasures

/// The running state of ``CombinedModel``, with one estimator per member.
public struct CombinedEstimator: ReturnEstimator {
  struct Member: Sendable {
    let name: String
    let convention: ReturnConvention
    var estimator: any ReturnEstimator
  }

  private let rule: CombinationRule
  private let convention: ReturnConvention
  private var members: [Member]
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ members: [Member], rule: CombinationRule, convention: ReturnConvention) {
    self.members = members
    self.rule = rule
    self.convention = convention
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    for index in members.indices {
      members[index].estimator.observe(converted(value, to: members[index].convention))
    }
  }

  /// Observes several returns; the state is the same as after observing them one by one.
  public mutating func observe(contentsOf values: Span<Double>) {
    observationCount += values.count
    for index in members.indices {
      guard members[index].convention != convention else {
        members[index].estimator.observe(contentsOf: values)
        continue
      }
      let own = values.indices.map { converted(values[$0], to: members[index].convention) }
      members[index].estimator.observe(contentsOf: own.span)
    }
  }

  private func converted(_ value: Double, to other: ReturnConvention) -> Double {
    other == convention ? value : other.value(ofSimpleReturn: convention.simpleReturn(of: value))
  }

  /// Re-estimates all members, or none if one fails, so that all states are of the same date.
  public mutating func recalibrate() throws(RiskModelError) {
    var estimated = members
    for index in estimated.indices { try estimated[index].estimator.recalibrate() }
    members = estimated
  }

  /// The combined distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> CombinedReturns {
    var predictions: [any PredictedReturns] = []
    for member in members { predictions.append(try member.estimator.prediction()) }
    return CombinedReturns(predictions, rule: rule)
  }

  /// The parameters of the members, prefixed with the member's index and name: `2.student-t.sigma`.
  public var parameters: FittedParameters {
    var all = FittedParameters()
    for (index, member) in members.enumerated() {
      let own = member.estimator.parameters
      for (name, value) in own.values { all.values["\(index + 1).\(member.name).\(name)"] = value }
      for (name, value) in own.standardErrors {
        all.standardErrors["\(index + 1).\(member.name).\(name)"] = value
      }
      all.status = Self.lesser(all.status, own.status)
    }
    return all
  }

  /// The less reliable of two fit statuses.
  private static func lesser(_ a: FitStatus, _ b: FitStatus) -> FitStatus {
    let order: [FitStatus] = [.keptPrevious, .boundary, .converged, .closedForm]
    return order.first { $0 == a || $0 == b } ?? .notEstimated
  }
}
