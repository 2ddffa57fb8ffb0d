// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "margin-benchmarks",
  dependencies: [.package(name: "swift-margin", path: "..")],
  targets: [
    .executableTarget(
      name: "VolatilityBenchmark",
      dependencies: [.product(name: "SwiftMargin", package: "swift-margin")],
      swiftSettings: [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]),
    .executableTarget(
      name: "IntervalCoverage",
      dependencies: [.product(name: "SwiftMargin", package: "swift-margin")],
      swiftSettings: [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]),
    .executableTarget(
      name: "BacktestSize",
      dependencies: [.product(name: "SwiftMargin", package: "swift-margin")],
      swiftSettings: [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]),
    .executableTarget(
      name: "ExchangeMargins",
      dependencies: [.product(name: "SwiftMargin", package: "swift-margin")],
      swiftSettings: [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]),
  ],
  swiftLanguageModes: [.v6])
