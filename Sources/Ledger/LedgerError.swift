// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
public import Findings
public import SystemPackage

/// The ledger is not what it was, or cannot be written.
public enum LedgerError: ExplainedError, Equatable {
  /// The reference is gone, although it was there before.
  case vanished(lastSeen: ObjectID)
  /// The head does not continue the head that was seen before.
  case rewritten(lastSeen: ObjectID, now: ObjectID)
  /// The index names an entry whose content is not there.
  case missingEntry(Digest)
  /// What was remembered of the ledger cannot be read.
  case unreadableMemory(file: FilePath)
  /// Something that was recorded is not there any more.
  case removed(path: String, lastSeen: ObjectID, now: ObjectID)
  /// A commit of another copy took something away.
  case removedThere(path: String, commit: ObjectID, remote: String)
  /// Another copy holds something that no ledger holds, or other content under a name of ours.
  case foreign(path: String, of: String)
  /// Another copy lacks what it had when it was last seen.
  case rolledBack(remote: String, lastSeen: ObjectID, now: ObjectID?)
  /// Other writers were always faster.
  case contended
  /// A signed note speaks of another number of entries.
  case miscounted(head: ObjectID, noted: Int, found: Int)
  /// Other writers to a host were always faster.
  case contendedThere(remote: String)
  /// git's lock on the reference was there all the time, and no killed modelgate left it.
  case locked(file: FilePath)

  /// What is wrong.
  public var message: String {
    switch self {
    case .vanished(let seen):
      "the ledger '\(Ledger.reference)' is gone; its last head here was \(seen)"
    case .rewritten(let seen, let now):
      "the ledger '\(Ledger.reference)' was rewritten: its head \(now) does not continue \(seen)"
    case .unreadableMemory(let file):
      "the last head of the ledger, in '\(file.printable)', is unreadable"
    case .removed(let path, let seen, let now):
      "the ledger '\(Ledger.reference)' was rewritten: '\(path)' of \(seen) is not in \(now)"
    case .removedThere(let path, let commit, let remote):
      "the ledger of '\(remote)' was tampered with: its commit \(commit) takes away '\(path)'"
    case .foreign(let path, let remote):
      "the ledger of '\(remote)' holds '\(path)', which is not what a ledger has at such a place"
    case .rolledBack(let remote, let seen, let now):
      "the ledger of '\(remote)' was rolled back: it had \(seen), and "
        + (now.map { "is \($0) now, which does not continue it" } ?? "is gone now")
    case .missingEntry(let id): "the ledger names an entry that it does not hold: \(id)"
    case .contended: "cannot append to the ledger '\(Ledger.reference)': other writers came first"
    case .miscounted(let head, let noted, let found):
      "the checkpoint notes \(noted) entries at \(head), and there are \(found)"
    case .contendedThere(let remote):
      "cannot push the ledger to '\(remote)': other writers came first"
    case .locked(let file):
      "cannot append to the ledger '\(Ledger.reference)': git has locked it, with '\(file.printable)'"
    }
  }

  /// What to type.
  public var hints: [String] {
    switch self {
    case .unreadableMemory(let file):
      ["git log \(Ledger.reference)   # if nothing is missing:", "rm -- \(ShellWord.quote(file))"]
    case .vanished(let seen), .rewritten(let seen, _), .removed(_, let seen, _):
      [
        "git fetch origin '\(Ledger.reference):\(Ledger.reference)'",
        "git update-ref \(Ledger.reference) \(seen)   # if the objects are still here",
      ]
    case .rolledBack(let remote, let seen, _):
      [
        "# what is missing there is still here; if someone may have taken it away, ask who; then:",
        "git push \(remote) +\(seen):\(Ledger.reference)",
      ]
    case .removedThere, .foreign, .miscounted: []
    case .missingEntry: ["git fsck"]
    case .contended, .contendedThere: ["# run it again"]
    case .locked(let file):
      ["# run it again; when no git command is running here:", "rm -f -- \(ShellWord.quote(file))"]
    }
  }

  /// A changed ledger is a no; one that cannot be written is no answer.
  public var status: ExitStatus {
    switch self {
    case .contended, .contendedThere, .locked: .couldNotJudge
    default: .refused
    }
  }
}
