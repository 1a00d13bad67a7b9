// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import Worktree

/// Looks into submodules, whatever `ignore` is set to.
struct SubmoduleCollector {
  /// The worktree that they lie in.
  let outer: WorktreeCollector

  func changes(_ gitlinks: [GitlinkState]) async throws -> [FileChange] {
    var changes: [FileChange] = []
    for link in gitlinks {
      if let state = try await state(of: link) {
        changes.append(FileChange(.submodule(state), at: link.path))
      } else if let change = try await publication(of: link) {
        changes.append(change)
      }
    }
    return changes
  }

  private func state(of link: GitlinkState) async throws -> FileChange.Submodule? {
    switch link.presence {
    case .missing, .empty: return .missing
    case .filesOnly: return .withoutRepository
    case .notFolder(let kind): return .dirty("a \(kind.rawValue) is in its place")
    case .repository: return try await judge(link)
    }
  }

  /// Whether others can have the commit that a submodule is recorded at.
  private func publication(of link: GitlinkState) async throws -> FileChange? {
    let repository = try Repository(at: outer.root.appending(link.path))
    var remotes = RemoteCollector(asksRemotes: outer.isParanoid)
    let publication = try await remotes.publication(of: link.id, in: repository)
    // Of a repository that is shared, every part must be one that others can have.
    if publication == .noRemote, try Repository(at: outer.root).remotes().isEmpty { return nil }
    return switch publication {
    case .published: nil
    case .unpublished, .noRemote:
      FileChange(.submoduleUnpushed(link.id.short, doubt: nil), at: link.path)
    case .unknown(let reason, _):
      FileChange(.submoduleUnpushed(link.id.short, doubt: reason), at: link.path)
    }
  }

  /// A submodule is judged as the outer repository is: HEAD, index, files; one level after another.
  private func judge(_ link: GitlinkState) async throws -> FileChange.Submodule? {
    let folder = outer.root.appending(link.path)
    let repository = try Repository(at: folder)
    if try Redirection(from: folder, to: repository) != nil {
      return .dirty("its repository belongs to another folder")
    }
    guard let head = try repository.head().commit else { return .dirty("it has no commit") }
    guard head == link.id else { return .moved(from: link.id.short, to: head.short) }
    let index = try await WholeIndex.read(repository.indexFile, in: repository.gitDirectory)
    let collector = collector(link, folder, index)
    let changes = try await collector.changes(
      try collector.scan(of: repository), since: try repository.commit(head).tree, of: repository)
    return changes.first(where: counts).map { .dirty($0.words) }
  }

  private func collector(_ link: GitlinkState, _ folder: FilePath, _ index: GitIndex)
    -> WorktreeCollector
  {
    WorktreeCollector(
      root: folder, index: index, isParanoid: outer.isParanoid,
      inputs: outer.inputs.compactMap { $0.relative(to: link.path) },
      isInput: outer.isInput || outer.inputs.contains { link.path.isAtOrBelow($0) },
      prefix: outer.prefix?.appending(link.path) ?? link.path, top: outer.top)
  }

  /// What is only a warning in a worktree is nothing in a submodule.
  private func counts(_ change: FileChange) -> Bool {
    switch change.kind {
    case .twin, .lineEnds: false
    case .pointerNotExpanded, .annexed(.notFetched), .sparse, .submoduleUnpushed:
      outer.isParanoid
    default: true
    }
  }
}

extension FileChange {
  fileprivate var words: String {
    switch kind {
    case .untracked: "'\(name)' is not tracked"
    case .ignoredInput: "'\(name)' is ignored, inside a declared input"
    case .deleted: "'\(name)' is missing"
    case .staged: "'\(name)' is staged"
    case .linkLeavesTree: "'\(name)' leads out of the tree"
    case .submodule: "its submodule '\(name)' differs"
    case .submoduleUnpushed: "its submodule '\(name)' is at a commit that no remote has"
    default: "'\(name)' differs"
    }
  }
}
