// SPDX-License-Identifier: Apache-2.0

import Files

/// What all threads of a scan share, and none changes.
struct ScanContext: Sendable {
  /// Times closer to the index's own than this prove nothing: the kernel's clock for files advances
  /// in ticks of up to 10 ms, and a file may change twice within one.
  private static let clockTick: Int64 = 20_000_000

  let index: GitIndex
  let options: ScanOptions
  let root: DirectoryHandle
  let budget: HandleBudget
  let queue: ScanQueue
  let sieve: FilterSieve?
  /// Folders that need not be listed.
  let knownFolders: KnownFolders?
  /// The rules outside of any folder.
  let outerRules: IgnoreRules
  /// A file changed at this time or later may have changed again after git looked.
  let trustedBefore: Int64

  init(
    _ index: GitIndex, _ options: ScanOptions, root: DirectoryHandle, budget: HandleBudget,
    queue: ScanQueue
  ) {
    self.index = index
    self.options = options
    self.root = root
    self.budget = budget
    self.queue = queue
    sieve = FilterSieve(options.attributes)
    knownFolders = Self.knownFolders(index, options)
    outerRules = IgnoreRules(repository: options.repositoryExcludes, user: options.userExcludes)
    let (time, overflow) = index.written.subtractingReportingOverflow(Self.clockTick)
    trustedBefore = options.isParanoid || overflow ? .min : time
  }

  /// Within a merge conflict one name has several entries; a part of the tree is soon listed.
  private static func knownFolders(_ index: GitIndex, _ options: ScanOptions) -> KnownFolders? {
    guard !options.isParanoid, case .everything = options.scope,
      index.storage.marks.unmerged.isEmpty
    else { return nil }
    return options.knownFolders
  }
}
