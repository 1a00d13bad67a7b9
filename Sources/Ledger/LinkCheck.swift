// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import Findings
import GitAccess

/// Checks one stretch of commits after another.
struct LinkCheck {
  struct Result: Sendable {
    var entries = 0
    var trusted = 0
    var faults: [LedgerVerification.Fault] = []
    /// Entries whose signers only the authorities know.
    var certified: [Certified] = []
    /// What there is to check of the index, the oldest commit first.
    var indexes: [IndexCheck] = []
  }

  /// An entry that was signed by the key of a chain of certificates.
  struct Certified: Sendable {
    let commit: ObjectID
    let path: String
    let chain: CertificateChain
  }

  static let unknownSigner = "no trusted key signed it"

  let trust: Trust
  private(set) var result = Result()

  init(trusting trust: Trust) { self.trust = trust }

  /// Checks everything but the index; the newest commit comes first.
  mutating func run(_ stretch: ArraySlice<ObjectID>, in repository: borrowing Repository) {
    var commits: [Commit] = []
    var pairs: [(old: ObjectID?, new: ObjectID)] = []
    for id in stretch.reversed() {
      do throws(GitError) {
        let commit = try repository.commit(id)
        let first = try Ledger.tree(of: commit.parents.first, in: repository)
        pairs.append((first, commit.tree))
        commits.append(commit)
      } catch {
        fault(id, "", error.message)
      }
    }
    let indexes = Set(LedgerLayout.indexes)
    var additions = TreeAdditions.all(pairs, leaving: indexes, in: repository)
    for (number, commit) in commits.enumerated() {
      do throws(GitError) {
        let index = try check(commit, additions[number].get(), in: repository)
        result.indexes.append(index)
      } catch {
        fault(commit.id, "", error.message)
      }
      additions[number] = .success(.none)
    }
  }

  private mutating func check(
    _ commit: Commit, _ additions: TreeAdditions, in repository: borrowing Repository
  ) throws(GitError) -> IndexCheck {
    var additions = additions
    // What one of several parents brought is not told apart without a look at it.
    if commit.parents.count > 1 { try additions.readRest(in: repository) }
    let link = try LedgerLink(commit, additions, in: repository)
    let id = link.id
    if let loss = link.loss { fault(id, loss.description, "it was there before, and is not now") }
    var index = IndexCheck(commit: id, unread: additions.unread)
    var entries: [(Digest, TreeEntry)] = []
    var manifests: [(Digest, TreeEntry)] = []
    for file in link.added {
      switch place(of: file, id) {
      case .entry(let name): entries.append((name, file))
      case .manifest(let name): manifests.append((name, file))
      case .mark: index.found[file.path] = file.id
      case nil: continue
      }
    }
    var datasets: Set<Digest> = []
    for (name, file) in entries {
      guard let entry = checkEntry(name, file, id, in: repository) else { continue }
      datasets.formUnion(entry.datasets)
      index.wanted.append(entry.keys, of: name)
    }
    for (name, file) in manifests {
      checkManifest(name, file, id, isWanted: datasets.contains(name), in: repository)
    }
    return index
  }

  /// Where in a ledger a new file stands; what has no place there is a fault.
  private mutating func place(of file: TreeEntry, _ commit: ObjectID) -> LedgerLayout.Place? {
    guard file.kind == .file else {
      fault(commit, file.path.description, "it is no plain file")
      return nil
    }
    if let place = LedgerLayout.place(of: file.path) { return place }
    fault(commit, file.path.description, "a ledger holds nothing at such a place")
    return nil
  }

  /// Looks at what was not proved of an index.
  mutating func judge(_ index: IndexCheck, in repository: borrowing Repository) {
    let commit = index.commit
    do throws(GitError) {
      var rest = index.found
      for folder in index.unread {
        let additions = try TreeAdditions(
          from: folder.old, to: folder.new, below: folder.path, in: repository)
        if let loss = additions.loss {
          fault(commit, loss.description, "it was there before, and is not now")
        }
        for file in additions.files where place(of: file, commit) != nil {
          rest[file.path] = file.id
        }
      }
      for (path, entry) in index.missing()
      where rest.removeValue(forKey: path) != IndexCheck.mark {
        fault(commit, path.description, "the entry \(entry.hex) is not indexed by it")
      }
      for path in rest.keys {
        fault(commit, path.description, "it leads to no entry of this commit")
      }
    } catch {
      fault(commit, "", error.message)
    }
  }

  /// The entry, when it is what its name says and can be read.
  private mutating func checkEntry(
    _ name: Digest, _ file: TreeEntry, _ commit: ObjectID, in repository: borrowing Repository
  ) -> LedgerEntry? {
    result.entries += 1
    let place = file.path.description
    do {
      let content = try repository.blob(file.id, limit: Envelope.sizeLimit)
      guard Digest.of(content) == name else {
        fault(commit, place, "its content is not what its name says")
        return nil
      }
      let envelope = try Envelope.parse(content)
      if trust.verifiedByKey(envelope) != nil {
        result.trusted += 1
      } else if let chain = trust.chain(of: envelope) {
        result.certified.append(.init(commit: commit, path: place, chain: chain))
      } else if !trust.isEmpty {
        fault(commit, place, Self.unknownSigner)
      }
      return try LedgerEntry(attestation: content, reading: envelope)
    } catch {
      fault(commit, place, (error as? any ExplainedError)?.message ?? "\(error)")
      return nil
    }
  }

  private mutating func checkManifest(
    _ name: Digest, _ file: TreeEntry, _ commit: ObjectID, isWanted: Bool,
    in repository: borrowing Repository
  ) {
    do throws(GitError) {
      if try repository.sha256(ofBlob: file.id) != name {
        fault(commit, file.path.description, "its content is not what its name says")
      } else if !isWanted {
        fault(commit, file.path.description, "no entry of this commit has such a dataset")
      }
    } catch {
      fault(commit, file.path.description, error.message)
    }
  }

  private mutating func fault(_ commit: ObjectID, _ path: String, _ reason: String) {
    // A ledger that is wrong throughout needs no gigabyte of words.
    guard result.faults.count < 10_000 else { return }
    result.faults.append(.init(commit: commit, path: path, reason: reason))
  }
}
