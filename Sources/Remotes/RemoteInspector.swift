// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// Asks the remote storages of a repository for its data.
///
/// Nothing is written, nothing secret is printed or put on a command line, and every request ends
/// in bounded time. What cannot be asked is undecided, never present.
public struct RemoteInspector: Sendable {
  private let dvc: DVCRemotes
  private let lfs: LFSRemote
  private let annex: AnnexRemotes
  private let listed: ListedRemotes

  /// Looks from a worktree, with the settings and credentials that an environment names.
  public init(worktree: FilePath, environment: [String: String]) {
    dvc = DVCRemotes(worktree: worktree, environment: environment)
    lfs = LFSRemote(worktree: worktree, environment: environment)
    annex = AnnexRemotes(worktree: worktree, environment: environment)
    listed = ListedRemotes(worktree: worktree, environment: environment)
  }

  /// Asks for everything; the reports have the order of the data, several for one DVC file.
  public func inspect(_ data: [StoredData]) async -> [RemoteReport] {
    let outputs = data.map { data -> [DVCOutputs.Entry] in
      guard case .dvc(let manifest, let bytes, let stages) = data else { return [] }
      return DVCOutputs.entries(of: manifest, bytes, stages: stages)
    }
    var fromDVC = await dvc.reports(of: outputs.flatMap { $0 })[...]
    var reports: [RemoteReport] = []
    for (data, outputs) in zip(data, outputs) {
      switch data {
      case .dvc:
        reports += fromDVC.prefix(outputs.count)
        fromDVC = fromDVC.dropFirst(outputs.count)
      case .lfs(let name, let files): reports.append(await lfs.report(name, files))
      case .annex(let name, let files): reports.append(await annex.report(name, files))
      case .listed(let dataset, let remote):
        reports.append(await listed.report(of: dataset, remote: remote))
      case .pinned(let dataset, let pin): reports.append(await listed.report(of: dataset, pin))
      case .unreadable(let manifest, let reason):
        reports.append(
          RemoteReport(
            manifest.description, manifest: manifest, format: "unknown",
            .unreadable(reason: reason), hints: ["modelgate data verify"]))
      }
    }
    return reports
  }
}
