// The test descriptions printed by `margin help tests`.

extension TestName {
  /// The null hypothesis.
  package var null: String {
    switch self {
    case .kupiec: "The exceedance rate is 1 - level (probability of failure)."
    case .binomial: "The number of exceedances is binomial with probability 1 - level."
    case .christoffersenIndependence: "An exceedance does not depend on the bar before."
    case .conditionalCoverage: "Exceedances are independent, with rate 1 - level."
    case .trafficLight: "The exceedance rate is at most 1 - level."
    case .multinomial: "Exceedance rates at several levels up to 1 are right."
    case .tuff: "The time until the first exceedance is geometric."
    case .haasTBFI: "The times between exceedances are independent and geometric."
    case .haasTBF: "Rate of exceedances and times between them are right."
    case .duration: "Durations have no memory (Weibull shape 1)."
    case .durationGMM: "Moments of the durations are those of a geometric distribution."
    case .dynamicQuantile: "No past exceedance or forecast predicts an exceedance."
    case .berkowitz: "Transformed forecasts are independent standard normal."
    case .berkowitzTail: "The tail of the forecast distribution is right beyond the quantile."
    case .acerbiSzekely1: "The mean excess over ES, given an exceedance, is right (Z1)."
    case .acerbiSzekely2: "ES is right, given a right exceedance rate (Z2)."
    case .acerbiSzekely3: "ES of the ranks of the forecast distribution is right (Z3)."
    case .minimallyBiasedAbsolute: "ES is right, errors of VaR aside; volatile bars weigh more."
    case .minimallyBiasedRelative: "ES is right, errors of VaR aside; bars weigh alike."
    case .mcNeilFrey: "Losses beyond VaR exceed ES by zero on average."
    case .noldeZiegel: "VaR and ES are jointly conditionally calibrated."
    case .esrStrict: "Losses regressed on the forecast ES give intercept 0 and slope 1."
    case .esrAuxiliary: "As esr, with the forecast VaR in the quantile regression."
    case .esrIntercept: "The ES of losses less forecast ES is zero; one-sided too."
    case .duEscancianoUnconditional: "The cumulative tail violations have the right mean."
    case .duEscancianoConditional: "The cumulative tail violations are uncorrelated in time."
    case .eBacktest: "VaR is not underestimated; can be read at any date."
    case .eBacktestShortfall: "ES is not underestimated, VaR given; can be read at any date."
    case .cusum: "The exceedance rate has not risen; can be read at any date."
    }
  }

  /// When the p-value is misleading, or power is low.
  package var weakness: String {
    switch self {
    case .kupiec, .binomial, .trafficLight:
      "Blind to clustering; little power on fewer than about 250 forecasts."
    case .christoffersenIndependence, .conditionalCoverage:
      "Sees dependence of adjacent bars only; few exceedances, little power."
    case .multinomial: "Levels are chosen beforehand; expected counts below five are approximate."
    case .tuff: "Uses one exceedance only, so has little power."
    case .haasTBFI, .haasTBF, .duration, .durationGMM:
      "Undefined for very few exceedances; with overlapping horizons durations are dependent."
    case .dynamicQuantile: "Rejects right models too often on few exceedances if asymptotic."
    case .berkowitz: "The center of the distribution can reject where the tail is right."
    case .berkowitzTail: "Needs some ten losses beyond the quantile."
    case .acerbiSzekely1, .acerbiSzekely2, .acerbiSzekely3, .minimallyBiasedAbsolute,
      .minimallyBiasedRelative:
      "The null distribution is simulated from the forecasts, whose estimation error it ignores."
    case .mcNeilFrey: "Tests exceedances alone: an error of the rate of exceedances is not seen."
    case .noldeZiegel: "Asymptotic; rejects too often on fewer than some 500 forecasts."
    case .esrStrict, .esrAuxiliary, .esrIntercept:
      "Few losses in the tail make the regression unstable; the bootstrap is slow."
    case .duEscancianoUnconditional, .duEscancianoConditional:
      "Needs the forecast distribution, not VaR and ES alone; ignores estimation error."
    case .eBacktest, .eBacktestShortfall: "Less power than a test at one date fixed beforehand."
    case .cusum: "Built for a doubled exceedance rate; raises a false alarm in the long run."
    }
  }

  /// The reference: author, year, publication.
  package var reference: String {
    switch self {
    case .kupiec, .tuff: "Kupiec (1995), Journal of Derivatives 3(2), 73–84"
    case .binomial: "Jorion (2007), Value at Risk, 3rd edition, equation 6.2"
    case .christoffersenIndependence, .conditionalCoverage:
      "Christoffersen (1998), International Economic Review 39(4), 841–862"
    case .trafficLight: "Basel Committee on Banking Supervision (1996), Basel Framework MAR32"
    case .multinomial: "Kratz, Lok and McNeil (2018), Journal of Banking & Finance 88, 393–407"
    case .haasTBFI, .haasTBF: "Haas (2001), New Methods in Backtesting, caesar, Bonn"
    case .duration:
      "Christoffersen and Pelletier (2004), Journal of Financial Econometrics 2(1), 84–108"
    case .durationGMM:
      "Candelon, Colletaz, Hurlin and Tokpavi (2011), Journal of Financial Econometrics 9(2), 314–343"
    case .dynamicQuantile:
      "Engle and Manganelli (2004), Journal of Business & Economic Statistics 22(4), 367–381"
    case .berkowitz, .berkowitzTail:
      "Berkowitz (2001), Journal of Business & Economic Statistics 19(4), 465–474"
    case .acerbiSzekely1, .acerbiSzekely2, .acerbiSzekely3:
      "Acerbi and Székely (2014), Backtesting Expected Shortfall, Risk, December"
    case .minimallyBiasedAbsolute, .minimallyBiasedRelative:
      "Acerbi and Székely (2017), General Properties of Backtestable Statistics, SSRN 2905109"
    case .mcNeilFrey: "McNeil and Frey (2000), Journal of Empirical Finance 7(3–4), 271–300"
    case .noldeZiegel: "Nolde and Ziegel (2017), Annals of Applied Statistics 11(4), 1833–1874"
    case .esrStrict, .esrAuxiliary, .esrIntercept:
      "Bayer and Dimitriadis (2022), Journal of Financial Econometrics 20(3), 437–471"
    case .duEscancianoUnconditional, .duEscancianoConditional:
      "Du and Escanciano (2017), Management Science 63(4), 940–958"
    case .eBacktest, .eBacktestShortfall:
      "Wang, Wang and Ziegel (2025), E-backtesting, arXiv:2209.00991"
    case .cusum: "Page (1954), Biometrika 41(1–2), 100–115"
    }
  }
}
