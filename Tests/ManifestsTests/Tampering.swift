// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests
import TestSupport
import Testing

/// What befalls one file of a dataset, and can be undone.
enum Tampering: CaseIterable, Sendable {
  case byte, removal, name, addition

  /// Does it to a file, whose neighbour is another name in the same folder.
  func strike(_ file: String, in worktree: Worktree) throws {
    switch self {
    case .byte: try worktree.write(file, Self.changed(worktree.read(file)))
    case .removal: try worktree.remove(file)
    case .name: try worktree.rename(file, to: Self.neighbour(file))
    case .addition: try worktree.write(Self.neighbour(file), "more")
    }
  }

  /// Undoes it, given what the file held.
  func mend(_ file: String, _ content: [UInt8], in worktree: Worktree) throws {
    switch self {
    case .byte, .removal: try worktree.write(file, content)
    case .name: try worktree.rename(Self.neighbour(file), to: file)
    case .addition: try worktree.remove(Self.neighbour(file))
    }
  }

  /// What a check finds in a dataset whose folder has the file under that path, as `summary` does.
  func findings(_ path: String) throws -> Set<String> {
    let (path, other) = (try relative(path), try relative(Self.neighbour(path)))
    return switch self {
    case .byte: ["changed \(path)"]
    case .removal: ["missing \(path)"]
    case .name: ["missing \(path)", "extra \(other)"]
    case .addition: ["extra \(other)"]
    }
  }

  /// What a check finds in a dataset that is the one file: its neighbours are none of its business.
  func findings(only name: String) throws -> Set<String> {
    switch self {
    case .byte: try findings(name)
    case .removal, .name: ["missing (all)"]
    case .addition: []
    }
  }

  private static func neighbour(_ file: String) -> String { file + "2" }

  /// Another last byte that is no line end; an empty file gets one.
  private static func changed(_ content: [UInt8]) -> [UInt8] {
    guard let last = content.lastIndex(where: { $0 > 0x20 }) else { return content + [0x39] }
    var content = content
    content[last] ^= 1
    return content
  }
}

extension Worktree {
  /// Strikes a file of a dataset that is a folder in every way, expects each to be found under the
  /// path that the manifest has for it, and asks the manifest's own tool.
  func seesEveryChange(
    of file: String, as path: String, by manifest: String,
    asking tool: (Tampering) async throws -> Void = { _ in }
  ) async throws {
    let content = try read(file)
    for tampering in Tampering.allCases {
      try tampering.strike(file, in: self)
      let check = try check(manifest)
      #expect(try Set(check.summary) == tampering.findings(path), "\(tampering) of \(file)")
      #expect(check.verdict == .refused)
      try await tool(tampering)
      try tampering.mend(file, content, in: self)
    }
    #expect(try check(manifest).verdict == .passed)
  }

  /// Strikes a dataset that is one file in every way, and expects each to be found.
  func seesEveryChange(of file: String, by manifest: String) async throws {
    let content = try read(file)
    let name = try relative(file).lastComponent.description
    for tampering in Tampering.allCases {
      try tampering.strike(file, in: self)
      let check = try check(manifest)
      #expect(try Set(check.summary) == tampering.findings(only: name), "\(tampering) of \(file)")
      #expect(check.verdict == (tampering == .addition ? .passed : .refused))
      try tampering.mend(file, content, in: self)
    }
    #expect(try check(manifest).verdict == .passed)
  }

  /// How many of 150 damages to a file beside a manifest keep the manifest from being read.
  func refusals(of manifest: String, damaging victim: String) throws -> Int {
    let original = try read(victim)
    var random = SeededGenerator(seed: 11)
    return try (0..<150).count { _ in
      try write(victim, random.mutated(original))
      return try ManifestSearch.read(relative(manifest), in: root()).first?.dataset == nil
    }
  }
}
