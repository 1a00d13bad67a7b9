// SPDX-License-Identifier: Apache-2.0

/// All rules, in the order in which they are reported.
public enum RuleTable {
  /// The rules.
  public static let rules: [Rule] = [
    .historyUnborn, .historyDetached, .historyUnfinished, .historyReplaced, .historyShallow,
    .historyUnpushed, .historyRewritten, .historyNoCommit, .historyUnsigned, .historyTagDiffers,
    .historyLedgerUnpushed,
    .worktreeRedirected, .worktreeModified, .worktreeStaged, .worktreeDeleted, .worktreeUntracked,
    .worktreeIgnoredInput, .worktreeTypeChanged, .worktreeModeChanged, .worktreeLineEnds,
    .worktreePointerDiffers, .worktreePointerNotExpanded, .worktreeAnnexChanged,
    .worktreeAnnexNotFetched, .worktreeAnnexNoDigest, .worktreeFiltered, .worktreeFlagged,
    .worktreeSparse, .worktreeNestedRepository, .worktreeSubmodule, .worktreeSubmoduleUnpushed,
    .worktreeSpecial,
    .worktreeUnreadable, .worktreeTwin, .worktreeLinkLeavesTree,
    .dataUnversioned, .dataNoDigest, .dataManifestUncommitted, .dataManifestMalformed, .dataChanged,
    .dataAbsent, .dataUnreadable, .dataTrackedTwice, .dataUndeclared, .dataWeakDigest,
    .dataLargeFile, .dataRawUnderLFS, .dataLoosePointer, .dataDVCLock, .dataUnpushed,
    .dataNoRemote,
    .pipelineConfiguration, .pipelineEntryPoint, .pipelineDependencies, .pipelineLockUnpinned,
    .pipelineLockOutOfStep, .pipelineNotebookOutputs, .pipelinePrivateKey,
  ]

  /// The rule with an id; nil when there is none.
  public static func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }
}
