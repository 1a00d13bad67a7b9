// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The same strict settings for every target: the compiler is the first reviewer.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A library target.
///
/// The order of the calls below is the direction of the arrows: a target may
/// depend on what stands above it, never on what stands below.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// An executable: parse, call one library function, render, exit.
func tool(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: name, dependencies: ["Findings", "ToolSupport", argumentParser] + dependencies,
    swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
  -> Target
{
  .testTarget(
    name: name, dependencies: ["TestSupport"] + dependencies, resources: resources,
    swiftSettings: settings)
}

let tools = [
  "modelgate", "modelgate-check", "modelgate-data", "modelgate-build", "modelgate-stamp",
  "modelgate-audit", "modelgate-demo",
]

/// The parsers of foreign bytes, each with what it promises: tests like others, or, when
/// `Tests/Fuzz/run` asks for it, a program for libFuzzer.
let fuzzed: [Target.Dependency] = [
  "Attestation", "Configuration", "Digests", "Files", "Findings", "GateRules", "Manifests",
  "Metrics", "Packaging", "Policy", "Stamps", "StrictJSON", "TOML", "Worktree", "YAML", system,
]
let fuzz: Target =
  Context.environment["MODELGATE_FUZZ"] == nil
  ? .testTarget(
    name: "FuzzTests", dependencies: ["TestSupport"] + fuzzed, path: "Tests/Fuzz",
    exclude: ["Driver", "run"], swiftSettings: settings)
  : .executableTarget(
    name: "modelgate-fuzz", dependencies: fuzzed, path: "Tests/Fuzz",
    exclude: ["SmokeTests.swift", "run"], swiftSettings: settings)

let package = Package(
  name: "modelgate",
  platforms: [.macOS("26.0")],
  products: tools.map { .executable(name: $0, targets: [$0]) },
  dependencies: [
    // Command lines, help and completions that behave as users expect.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // SHA-256 at the speed of the processor's own instructions; signatures; encrypted key files.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    // DER, in which keys are written; the two others of Apple's use it already.
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
    // Chains of X.509 certificates, judged by RFC 5280, for companies with an authority of their own.
    .package(url: "https://github.com/apple/swift-certificates", from: "1.19.1"),
    // Child processes (training, git) without Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    // File paths as bytes, file descriptors and errno as Swift values.
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // System libraries, each imported by one target only.
    .systemLibrary(
      name: "Clibgit2", pkgConfig: "libgit2",
      providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
    .systemLibrary(
      name: "Clibyaml", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "Clinux"),

    // Foundation.
    library("Findings"),
    library("Digests", [crypto]),
    library("Files", ["Clinux", "Digests", "Findings", system]),
    library("StrictJSON", ["Findings"]),
    library("TOML"),
    library("YAML", ["Clibyaml"]),
    library("Metrics", ["Findings", "StrictJSON", "YAML"]),
    library("Configuration", ["Findings", "Files", "Metrics", "YAML"]),
    library("Worktree", ["Digests", "Files", "Findings", system]),
    library(
      "GitAccess", ["Clibgit2", "Digests", "Files", "Findings", subprocess, system]),
    library("ToolSupport", ["Findings", "Files", "StrictJSON", system, argumentParser]),

    // Domain.
    library(
      "Manifests",
      [
        "Configuration", "Digests", "Files", "Findings", "StrictJSON", "TOML", "Worktree", "YAML",
        system,
      ]),
    library("Stamps", ["Digests", "Files", "Findings", "StrictJSON", system]),
    library(
      "Attestation",
      [
        "Digests", "Files", "Findings", "StrictJSON", asn1, crypto, cryptoExtras, system,
      ]),
    library("Certificates", ["Attestation", asn1, certificates]),
    library("Policy", ["Attestation", "Configuration", "Digests", "Findings", "YAML"]),
    library("Packaging", ["Digests", "Files", "Findings", "StrictJSON", system]),
    library("Reports", ["Digests", "Files", "Findings", "Metrics", "StrictJSON", system]),
    library(
      "Audit",
      [
        "Attestation", "Datasets", "Digests", "Files", "Findings", "GitAccess", "Ledger",
        "Manifests", "Metrics", "Packaging", "Policy", "Reports", "Stamps", "StrictJSON", system,
      ]),
    library(
      "Datasets",
      ["Configuration", "Digests", "Files", "Findings", "GitAccess", "Manifests", system]),
    library(
      "Ledger",
      [
        "Attestation", "Digests", "Files", "Findings", "GitAccess", "StrictJSON", system,
      ]),
    library(
      "Remotes",
      [
        "Configuration", "Datasets", "Digests", "Files", "Findings", "GitAccess", "Manifests",
        "StrictJSON", "YAML", crypto, subprocess, system,
      ]),
    library(
      "GateRules",
      [
        "Configuration", "Datasets", "Digests", "Files", "Findings", "GitAccess", "Manifests",
        "Remotes", "StrictJSON", "TOML", "Worktree", "YAML", subprocess, system,
      ]),
    library(
      "Training",
      [
        "Attestation", "Configuration", "Datasets", "Digests", "Files", "Findings", "GitAccess",
        "Ledger", "Manifests", "Metrics", "Stamps", "StrictJSON", subprocess, system,
      ]),

    // What several tools ask for in the same words.
    library(
      "KeyOptions",
      ["Attestation", "Files", "Findings", "Policy", "ToolSupport", argumentParser, system]),

    // Tools.
    tool("modelgate", ["Files", system]),
    tool(
      "modelgate-check",
      [
        "Attestation", "Configuration", "Digests", "Files", "GateRules", "GitAccess", "KeyOptions",
        "Reports", "Stamps", "StrictJSON", system,
      ]),
    tool(
      "modelgate-data",
      [
        "Configuration", "Datasets", "Digests", "Files", "GitAccess", "Manifests", "Remotes",
        "StrictJSON", system,
      ]),
    tool(
      "modelgate-build",
      [
        "Attestation", "Configuration", "Digests", "Files", "GateRules", "GitAccess", "KeyOptions",
        "Metrics", "Reports", "StrictJSON", "Training", system,
      ]),
    tool(
      "modelgate-stamp",
      [
        "Attestation", "Digests", "Files", "GitAccess", "KeyOptions", "Stamps", "StrictJSON",
        system,
      ]),
    tool(
      "modelgate-audit",
      [
        "Attestation", "Audit", "Certificates", "Digests", "Files", "GitAccess", "KeyOptions",
        "Ledger", "Manifests", "Metrics", "Packaging", "Policy", "Reports", "StrictJSON",
        "Training", system,
      ]),
    tool("modelgate-demo", ["Files", subprocess, system]),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Files", subprocess, system],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests(
      "AttestationTests",
      ["Attestation", "Certificates", "Digests", "Files", "Findings", "StrictJSON", system]),
    tests(
      "AuditTests",
      [
        "Attestation", "Audit", "Digests", "Files", "Findings", "GitAccess", "Ledger", "Packaging",
        "Policy", "Stamps", "StrictJSON", system, "modelgate-audit",
      ]),
    tests("ConfigurationTests", ["Configuration", "Files", "Findings", "StrictJSON", "YAML"]),
    tests(
      "DatasetsTests",
      ["Datasets", "Digests", "Files", "Findings", "GitAccess", "Manifests", system]),
    tests("DemoTests", ["Files", "modelgate", "modelgate-demo", system]),
    tests(
      "EndToEndTests",
      [
        "Digests", "Files", "Findings", "StrictJSON", system, "modelgate", "modelgate-check",
        "modelgate-data",
        "modelgate-build", "modelgate-stamp", "modelgate-audit", "modelgate-demo",
      ]),
    tests("FilesTests", ["Digests", "Files", system]),
    tests("FoundationTests", ["Digests", "Files", "Findings", system]),
    tests(
      "GateBenchTests",
      [
        "Configuration", "Digests", "Files", "Findings", "GateRules", "GitAccess", system,
        "modelgate-check",
      ]),
    tests(
      "GateRulesTests",
      ["Configuration", "Digests", "Files", "Findings", "GateRules", "GitAccess", system]),
    fuzz,
    tests("GitAccessTests", ["Digests", "Files", "Findings", "GitAccess", system]),
    tests(
      "LedgerTests",
      [
        "Attestation", "Audit", "Digests", "Files", "Findings", "GitAccess", "Ledger", "Manifests",
        "StrictJSON", system, "modelgate-audit",
      ]),
    tests(
      "ManifestsTests",
      [
        "Digests", "Files", "Findings", "Manifests", "StrictJSON", system, "modelgate-check",
        "modelgate-data",
      ]),
    tests(
      "PolicyTests", ["Attestation", "Configuration", "Digests", "Findings", "Policy"]),
    tests(
      "RemotesTests",
      [
        "Digests", "Files", "Findings", "Manifests", "Remotes", system, "modelgate-check",
        "modelgate-data",
      ]),
    tests("MetricsTests", ["Metrics", "StrictJSON"]),
    tests("ReportsTests", ["Files", "Findings", "Metrics", "Reports", "StrictJSON", system]),
    tests("RepositoryTests", ["Files", "YAML", system]),
    tests("StampsTests", ["Digests", "Files", "Findings", "Stamps", subprocess, system]),
    tests("StrictJSONTests", ["Findings", "StrictJSON"]),
    tests("TestSupportTests", ["Files", "modelgate", system]),
    tests("TOMLTests", ["TOML"]),
    tests("TrainingTests", ["Digests", "Files", "Findings", "GitAccess", "Training", system]),
    tests("WorktreeTests", ["Digests", "Files", "Findings", "Worktree", subprocess, system]),
    tests("YAMLTests", ["StrictJSON", "YAML"]),
  ]
)
