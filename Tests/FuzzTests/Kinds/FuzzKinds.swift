/// Every kind of input.
enum FuzzKinds {
  /// The kinds of this run.
  static let all = quick + (isWithSearches ? [FuzzedStates()] : [])

  /// Resuming a state is a search each, for `make fuzz`.
  private static var isWithSearches: Bool {
    FuzzSettings.current.isLong || FuzzSettings.current.kind == "states"
  }

  private static let quick: [any FuzzedInput] = [
    FuzzedPrices(), FuzzedPolicies(), FuzzedModels(), FuzzedSpaces(), FuzzedAccounts(),
    FuzzedTiers(), FuzzedScenarios(), FuzzedPopulations(), FuzzedSchedules(), FuzzedForecasts(),
    FuzzedCases(), FuzzedFlags(), FuzzedProfiles(), FuzzedContracts(), FuzzedHolidays(),
  ]
}
