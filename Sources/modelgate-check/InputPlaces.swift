// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import GateRules
import GitAccess
import SystemPackage

/// Where the paths of `--input` start, as git takes paths: in the current folder, or the one that
/// `--repo` names.
struct InputPlaces {
  /// The worktree; in a bare repository the root of a commit's paths.
  private let root: FilePath
  private let folder: FilePath

  init(of request: GateRequest) throws {
    let folder = try request.repository.resolved()
    let worktree = try Repository(at: request.repository, request.discovery).worktree
    root = try worktree?.resolved() ?? folder
    self.folder = folder
  }

  /// Adds an input, which need not exist; the worktree's root is all that is in it.
  func add(_ text: String, to request: inout GateRequest) throws {
    let path = folder.pushing(FilePath(text)).lexicallyNormalized()
    if let place = place(path) { return place.add(to: &request) }
    // An absolute path may lead to the worktree through links.
    if (try? path.resolved()) == root { return Place.everything.add(to: &request) }
    if let real = try? path.resolvedInFolder(), let place = place(real) {
      return place.add(to: &request)
    }
    throw Failure(
      "'--input \(RelativePath.quoted(Array(text.utf8)))' does not lie in the worktree "
        + "'\(root.printable)'",
      hints: ["name it from the current folder, as for git add"], status: .usage)
  }

  private enum Place {
    case everything
    case path(RelativePath)

    func add(to request: inout GateRequest) {
      switch self {
      case .everything: request.readsWholeWorktree = true
      case .path(let path): request.inputs.append(path)
      }
    }
  }

  private func place(_ path: FilePath) -> Place? {
    path == root ? .everything : path.relative(beneath: root).map(Place.path)
  }
}
