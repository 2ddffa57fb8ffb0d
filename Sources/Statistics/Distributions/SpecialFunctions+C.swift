import CBoostMath

/// Swift wrappers of the special functions of Boost.Math.
///
/// Each function checks that its result is not NaN. Valid arguments are the caller's
/// responsibility, so a NaN means a violated precondition.
enum SpecialFunctions {
  /// P(Z ≤ x) of a standard normal.
  static func normalCumulative(_ x: Double) -> Double { number(cboost_normal_cdf(x)) }

  /// P(T ≤ x) of Student's t.
  static func studentTCumulative(degreesOfFreedom: Double, _ x: Double) -> Double {
    number(cboost_student_t_cdf(degreesOfFreedom, x))
  }

  /// The inverse of `studentTCumulative` for a probability in (0, 1).
  static func studentTQuantile(degreesOfFreedom: Double, _ probability: Double) -> Double {
    number(cboost_student_t_quantile(degreesOfFreedom, probability))
  }

  /// The complete beta function.
  static func beta(_ a: Double, _ b: Double) -> Double { number(cboost_beta(a, b)) }

  /// ln Γ(x) for x > 0.
  static func logGamma(_ x: Double) -> Double { number(cboost_log_gamma(x)) }

  /// d ln Γ(x) / dx for x > 0.
  static func digamma(_ x: Double) -> Double { number(cboost_digamma(x)) }

  /// Γ(a)/Γ(b) for positive a and b, where either alone may overflow.
  static func gammaRatio(_ a: Double, _ b: Double) -> Double { number(cboost_gamma_ratio(a, b)) }

  /// Γ(1 + x) − 1 for x > −1, without cancellation near 0.
  static func gammaMinusOne(onePlus x: Double) -> Double { number(cboost_gamma_1p_m1(x)) }

  /// The regularized lower incomplete gamma function P(a, x).
  static func lowerGamma(_ a: Double, _ x: Double) -> Double { number(cboost_gamma_p(a, x)) }

  /// The regularized upper incomplete gamma function Q(a, x) = 1 − P(a, x).
  static func upperGamma(_ a: Double, _ x: Double) -> Double { number(cboost_gamma_q(a, x)) }

  /// The x with P(a, x) = probability.
  static func inverseLowerGamma(_ a: Double, _ probability: Double) -> Double {
    number(cboost_gamma_p_inverse(a, probability))
  }

  /// The x with Q(a, x) = probability.
  static func inverseUpperGamma(_ a: Double, _ probability: Double) -> Double {
    number(cboost_gamma_q_inverse(a, probability))
  }

  /// The regularized incomplete beta function I_x(a, b).
  static func lowerBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    number(cboost_beta_p(a, b, x))
  }

  /// The complement 1 − I_x(a, b).
  static func upperBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    number(cboost_beta_q(a, b, x))
  }

  /// The x with I_x(a, b) = probability.
  static func inverseLowerBeta(_ a: Double, _ b: Double, _ probability: Double) -> Double {
    number(cboost_beta_p_inverse(a, b, probability))
  }

  /// The x with 1 − I_x(a, b) = probability.
  static func inverseUpperBeta(_ a: Double, _ b: Double, _ probability: Double) -> Double {
    number(cboost_beta_q_inverse(a, b, probability))
  }

  /// The beta density dI_x(a, b)/dx.
  static func betaDensity(_ a: Double, _ b: Double, _ x: Double) -> Double {
    number(cboost_beta_density(a, b, x))
  }

  private static func number(_ value: Double, function: StaticString = #function) -> Double {
    precondition(!value.isNaN, "\(function) has no value at these arguments")
    return value
  }
}

/// ln Γ(x) for x > 0.
public func logGamma(_ x: Double) -> Double {
  precondition(x > 0, "ln Γ at \(x)")
  return SpecialFunctions.logGamma(x)
}

/// ψ(x) = d ln Γ(x)/dx for x > 0.
public func digamma(_ x: Double) -> Double {
  precondition(x > 0, "The digamma function at \(x)")
  return SpecialFunctions.digamma(x)
}
