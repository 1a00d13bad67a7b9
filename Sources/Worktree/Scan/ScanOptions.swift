// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a scan looks at, and what it believes.
///
/// There is no option for `core.trustctime`, `core.checkStat`, `core.fileMode`, `core.fsmonitor`,
/// `core.ignoreCase` or `status.showUntrackedFiles`: each of them makes git look away from something
/// that a gate must see.
public struct ScanOptions: Sendable {
  /// Reads every file, whatever its times say.
  public var isParanoid = false
  /// How many threads work; nil for one a processor, and at least two.
  public var threads: Int?
  /// What is compared.
  public var scope = PathScope.everything
  /// Where ignored files are reported.
  public var reportsIgnored = PathScope.nothing
  /// `.git/info/exclude`.
  public var repositoryExcludes: IgnoreFile?
  /// The file that `core.excludesFile` names.
  public var userExcludes: IgnoreFile?
  /// Whether patterns match ASCII letters in either case (`core.ignoreCase`); names never do.
  public var patternsFoldCase = false
  /// The attributes that hold.
  public var attributes = AttributeRules.none
  /// Those of them that the repository itself brings, and that hold in every clone.
  public var committedAttributes = AttributeRules.none
  /// What `core.autocrlf` is set to.
  public var autoCRLF = AutoCRLF.no
  /// Whether to compute the tree that the index would be committed as.
  public var computesTree = true
  /// Whether to look for paths that differ only in case or normalization.
  public var findsTwins = true
  /// Folders that need not be listed, and where more of them are noted; not when every file is read.
  public var knownFolders: KnownFolders?
  /// Where it is noted what the index turned out to be.
  public var knownIndexes: KnownIndexes?
  /// Which entries of the index to pick out.
  public var query: IndexQuery?

  /// Looks at everything, and believes only what the kernel vouches for.
  public init() {}
}
