internal import Glibc
internal import Statistics

/// Constants of Hansen's skewed t density with derivatives by ν and λ; λ = 0 is Student's t.
///
///     f(z) = b c (1 + y²/(ν − 2))^(−(ν+1)/2),  y = (b z + a)/(1 ± λ)
///     c = Γ((ν+1)/2)/(√(π(ν−2)) Γ(ν/2)),  a = 4λc(ν−2)/(ν−1),  b² = 1 + 3λ² − a²
struct SkewedTConstants {
  let nu: Double
  let lambda: Double
  let a: Double
  let b: Double
  /// The log of the constant c.
  let logPeak: Double
  let logPeakByNu: Double
  let aByNu: Double
  let bByNu: Double
  let aByLambda: Double
  let bByLambda: Double

  init(_ nu: Double, _ lambda: Double) {
    self.nu = nu
    self.lambda = lambda
    let half = 0.5 * nu
    logPeak = logGamma(half + 0.5) - logGamma(half) - 0.5 * log(Double.pi * (nu - 2))
    logPeakByNu = 0.5 * (digamma(half + 0.5) - digamma(half)) - 0.5 / (nu - 2)
    let peak = exp(logPeak)
    let share = (nu - 2) / (nu - 1)
    a = 4 * lambda * peak * share
    b = (1 + 3 * lambda * lambda - a * a).squareRoot()
    aByNu = 4 * lambda * peak * (logPeakByNu * share + 1 / ((nu - 1) * (nu - 1)))
    bByNu = -a * aByNu / b
    aByLambda = 4 * peak * share
    bByLambda = (3 * lambda - a * aByLambda) / b
  }
}

/// Constants of the unit-variance generalized error density.
///
///     ln f(z) = ln s − ln κ − (1 + 1/s) ln 2 − ln Γ(1/s) − ½ |z/κ|ˢ,  κ² = 2^(−2/s) Γ(1/s)/Γ(3/s)
struct GeneralizedErrorConstants {
  let shape: Double
  /// The scale κ.
  let scale: Double
  let logScaleByShape: Double
  let logPeak: Double
  let logPeakByShape: Double

  init(_ shape: Double) {
    self.shape = shape
    let inverse = 1 / shape
    let one = logGamma(inverse)
    let ln2 = log(2.0)
    let logScale = 0.5 * (one - logGamma(3 * inverse)) - inverse * ln2
    scale = exp(logScale)
    let digammaOne = digamma(inverse)
    logScaleByShape =
      inverse * inverse * (ln2 - 0.5 * digammaOne + 1.5 * digamma(3 * inverse))
    logPeak = log(shape) - logScale - (1 + inverse) * ln2 - one
    logPeakByShape =
      inverse - logScaleByShape + inverse * inverse * (ln2 + digammaOne)
  }
}
