// SPDX-License-Identifier: Apache-2.0

import Configuration
import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

/// Gathers what is so of everything that a configuration declares.
struct DeclarationCollector {
  let configuration: Configuration
  /// Paths declared on the command line.
  let inputs: [RelativePath]
  let tree: ObjectID
  /// Where files are; nil when only the commit counts.
  let worktree: FilePath?
  /// Whether the bytes of data are read.
  let readsData: Bool
  /// What need not be read again; nil when every byte counts.
  var cache: DigestCache?

  func datasets(in repository: borrowing Repository) throws -> [DatasetFacts] {
    let collector = DatasetCollector(
      tree: tree, worktree: worktree, readsData: readsData, cache: cache)
    var facts: [DatasetFacts] = []
    for declaration in declarations {
      facts.append(try collector.facts(of: declaration, in: repository))
    }
    return facts
  }

  /// Everything that is declared, the configuration's first.
  var declarations: [DatasetCollector.Declaration] {
    configuration.data.map {
      .init(
        name: $0.name, path: $0.path.path, manifest: $0.manifest?.path, place: $0.location)
    }
      + inputs.map {
        .init(name: $0.description, path: $0, manifest: nil, place: Location($0))
      }
  }

  func pipelines(in repository: borrowing Repository) throws -> [PipelineFacts] {
    var facts: [PipelineFacts] = []
    for pipeline in configuration.pipelines {
      var fact = PipelineFacts(name: pipeline.name, declaration: pipeline.location)
      for dependency in pipeline.dependencies
      where try repository.entry(at: dependency.path, in: tree) == nil {
        fact.missingDependencies.append(dependency.path)
      }
      let words = try uncommittedWords(of: pipeline, in: repository)
      fact.uncommittedPrograms = words.filter(\.isProgram).map(\.path)
      fact.undeclaredData = words.filter { !$0.isProgram }.map(\.path)
      facts.append(fact)
    }
    return facts
  }

  /// Words that name something here, and that neither the commit has nor a declaration covers.
  private func uncommittedWords(of pipeline: Pipeline, in repository: borrowing Repository)
    throws -> [CommandWord]
  {
    let declared =
      configuration.data.map(\.path.path) + inputs
      + pipeline.allow.read.compactMap { RelativePath($0) }
    var missing: [CommandWord] = []
    for word in CommandWord.words(of: pipeline.run, in: worktree)
    where !declared.contains(where: { word.path.isAtOrBelow($0) || $0.isAtOrBelow(word.path) }) {
      if try !isCommitted(word, in: repository) { missing.append(word) }
    }
    return missing
  }

  private func isCommitted(_ word: CommandWord, in repository: borrowing Repository) throws -> Bool
  {
    if let entry = try repository.entry(at: word.path, in: tree) {
      guard entry.kind == .tree else { return true }
      // A folder with nothing but a .gitignore is how data is kept out of a commit.
      var hasFiles = false
      try repository.walk(tree: entry.id) { inner in
        if inner.kind != .tree, !TrackedData.markers.contains(Array(inner.path.name)) {
          hasFiles = true
        }
        return !hasFiles
      }
      return hasFiles
    }
    guard !word.isProgram else { return false }
    // What is wrong with a manifest is for the rules about manifests.
    do {
      let dataset = try CommittedDataset(
        at: word.path, manifest: nil, tree: tree, of: repository)
      if case .none = dataset { return false }
      return true
    } catch is ManifestError {
      return true
    } catch is DatasetError {
      return true
    }
  }
}
