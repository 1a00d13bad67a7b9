// SPDX-License-Identifier: Apache-2.0

import Files
import GitAccess

/// Names the files in untracked folders, where a waiver may be for some of them; else a folder is one
/// finding.
struct UntrackedFolders {
  private let waivers: [Policy.Waiver]
  private let git: GitProgram

  init(_ policy: Policy, _ git: GitProgram) {
    waivers = policy.waivers.filter { $0.rule == Rule.worktreeUntracked.id && !$0.isExpired }
    self.git = git
  }

  func expanding(_ changes: [FileChange]) async throws -> [FileChange] {
    guard !waivers.isEmpty else { return changes }
    var expanded: [FileChange] = []
    for change in changes {
      guard change.kind == .untracked(isFolder: true), let folder = change.path, !covers(folder)
      else {
        expanded.append(change)
        continue
      }
      let files = try await files(in: folder)
      expanded += files.isEmpty ? [change] : files
    }
    return expanded
  }

  private func covers(_ folder: RelativePath) -> Bool {
    let place = Policy.Place(path: folder.description, isFolder: true)
    return waivers.contains { $0.covers(place) }
  }

  /// What git lists in a folder; nothing where its name is no UTF-8.
  private func files(in folder: RelativePath) async throws -> [FileChange] {
    guard let name = String(validating: folder.bytes, as: UTF8.self) else { return [] }
    let listing = try await git.run([
      "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false",
      "ls-files", "--others", "--exclude-standard", "-z", "--", name,
    ])
    return listing.split(separator: 0).compactMap { line in
      let isFolder = line.last == UInt8(ascii: "/")
      return RelativePath(bytes: Array(isFolder ? line.dropLast() : line))
        .map { FileChange(.untracked(isFolder: isFolder), at: $0) }
    }
  }
}
