// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Configuration
import Files
import Findings
public import GateRules
import GitAccess
import SystemPackage
import ToolSupport

/// How strictly, and by whose rules.
struct PolicyOptions: ParsableArguments {
  @Option(help: "develop, push, build or release.")
  var preset: Preset?

  @Option(
    name: .customLong("input"),
    help: ArgumentHelp(
      "A file or folder that training will read, or '.' for all that is here; repeatable.",
      valueName: "path"))
  var inputs: [String] = []

  @Option(help: ArgumentHelp("Take the configuration from this file.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Take the rules' levels and waivers from the modelgate.yaml of this commit.",
      valueName: "rev"))
  var policyFrom: String?

  func request(_ mode: GateRequest.Mode, repository: FilePath) throws -> GateRequest {
    var request = GateRequest(
      repository: repository, mode: mode,
      today: CalendarDay(secondsSinceEpoch: WallClock.seconds))
    request.preset = preset
    if mode.isHook, Self.isSetByGit { request.discovery = .environment }
    if !inputs.isEmpty {
      let places = try InputPlaces(of: request)
      for input in inputs { try places.add(input, to: &request) }
    }
    request.configuration = config.map { FilePath($0) }
    request.policyFrom = policyFrom
    return request
  }

  /// Whether git told this process which repository, index or object store to use.
  private static var isSetByGit: Bool {
    ["GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"].contains {
      Environment.current[$0] != nil
    }
  }
}

extension Preset: ExpressibleByArgument {}

extension GateRequest.Mode {
  /// Whether git itself starts the tool; only then does its environment count.
  fileprivate var isHook: Bool {
    switch self {
    case .preCommit, .prePush, .preReceive: true
    case .worktree, .commit, .range: false
    }
  }
}
