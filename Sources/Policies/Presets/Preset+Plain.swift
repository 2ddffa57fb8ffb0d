extension Preset {
  /// The default parameters of the package, without a rule book or steps.
  public static let plain = Preset(
    name: "plain",
    summary: "99 % value at risk over one bar, no steps; the defaults of this package",
    statement: nil, dated: nil, sources: [:],
    toml: """
      [model.volatility-weighted-historical]
      window = 500
      decay = 0.97

      [margin]
      measure = "value-at-risk"
      level = 0.99
      period-of-risk = { count = 1, unit = "bars" }
      covers = "maintenance"
      sides = "separate"
      rounding = 0.0005
      initial = 1.10
      hard-minimum = "none"
      quantile-convention = "predictive"
      notice-bars = 0

      [run]
      seed = 1
      refit-every = 20
      """)
}
