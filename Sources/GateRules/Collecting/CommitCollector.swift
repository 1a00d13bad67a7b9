// SPDX-License-Identifier: Apache-2.0

import Configuration
import Datasets
import Digests
import Files
import Findings
import GitAccess
import Manifests

/// Gathers the facts of commits, one after another, and looks at nothing twice.
///
/// Objects never change under their names, so what was said of a blob or a tree holds for every
/// commit that has it. A hundred commits cost the first one's tree and what the others changed.
struct CommitCollector {
  /// What the facts of a dataset follow from.
  private struct Evidence: Hashable {
    /// What stands at a path.
    struct Object: Hashable {
      let kind: TreeEntry.Kind
      let id: ObjectID

      init(_ entry: TreeEntry) { (kind, id) = (entry.kind, entry.id) }
    }

    var name: String?
    let path: RelativePath
    var manifest: RelativePath?
    var line: Int?
    /// The objects at the path and wherever a manifest might stand.
    let objects: [Object?]
    /// The whole tree, when a manifest that stands there is read with what is beside it.
    var tree: ObjectID?
  }

  /// A file of a commit.
  private struct NamedBlob: Hashable {
    let path: RelativePath
    let blob: ObjectID
  }

  /// What a commit's `modelgate.yaml` comes to.
  private struct Declared {
    var configuration = Configuration()
    var problems: [ConfigurationError.Problem] = []
  }

  private let request: GateRequest
  private var repository: RepositoryFacts?
  private var configurations: [ObjectID?: Declared] = [:]
  private var search = NameSearch(
    NameSieve(endings: ManifestFormats.endings + [DVCLock.name])
  ) { ManifestFormats.mayBe($0) || DVCLock.claims($0) }
  private var declared: [Evidence: DatasetFacts] = [:]
  private var found: [Evidence: [DatasetFacts]] = [:]
  private var dependents: [NamedBlob: Bool] = [:]

  init(_ request: GateRequest) { self.request = request }

  /// What was gathered of one commit.
  struct CommitFacts {
    var snapshot: Snapshot
    let configuration: Configuration
    let tree: ObjectID
    /// Its `dvc.yaml` files.
    let pipelines: [RelativePath]
  }

  /// Gathers what is so of one commit.
  mutating func facts(
    of commit: ObjectID, as subject: Subject, in repository: borrowing Repository
  ) throws -> CommitFacts {
    let tree = try repository.commit(commit).tree
    var snapshot = Snapshot(
      subject: subject, preset: request.effectivePreset, commit: commit,
      repository: try facts(of: repository))
    let declared = try self.configuration(tree, of: repository)
    snapshot.configurationProblems = declared.problems
    let declarations = DeclarationCollector(
      configuration: declared.configuration, inputs: request.inputs, tree: tree, worktree: nil,
      readsData: false)
    let named = try search.paths(in: tree, of: repository)
    snapshot.datasets = try datasets(declarations, named, in: repository)
    snapshot.pipelines = try declarations.pipelines(in: repository)
    return CommitFacts(
      snapshot: snapshot, configuration: declared.configuration, tree: tree,
      pipelines: named.filter(DVCLock.claims))
  }

  /// Those declared; and manifests that nobody declared must parse all the same.
  private mutating func datasets(
    _ declarations: DeclarationCollector, _ named: [RelativePath],
    in repository: borrowing Repository
  ) throws -> [DatasetFacts] {
    let collector = DatasetCollector(tree: declarations.tree, worktree: nil, readsData: false)
    var datasets: [DatasetFacts] = []
    for declaration in declarations.declarations {
      datasets.append(try facts(of: declaration, collector, in: repository))
    }
    let known = Set(datasets.compactMap(\.manifestPath))
    for path in named where ManifestFormats.mayBe(path) && !known.contains(path) {
      datasets += try facts(ofManifest: path, collector, in: repository)
    }
    return datasets
  }

  private mutating func facts(of repository: borrowing Repository) throws -> RepositoryFacts {
    let facts = try self.repository ?? RepositoryFacts(of: repository)
    self.repository = facts
    return facts
  }

  private mutating func configuration(_ tree: ObjectID, of repository: borrowing Repository) throws
    -> Declared
  {
    let blob = try ConfigurationSource.blob(in: tree, of: repository)
    if let known = configurations[blob] { return known }
    var declared = Declared()
    do {
      declared.configuration =
        try request.configuration.map(ConfigurationSource.file)
        ?? ConfigurationSource.tree(tree, of: repository)
    } catch let error as ConfigurationError where request.configuration == nil {
      declared.problems = error.problems
    }
    configurations[blob] = declared
    return declared
  }

  private mutating func facts(
    of declaration: DatasetCollector.Declaration, _ collector: DatasetCollector,
    in repository: borrowing Repository
  ) throws -> DatasetFacts {
    var objects: [Evidence.Object?] = []
    for path in declaration.places {
      objects.append(try repository.entry(at: path, in: collector.tree).map(Evidence.Object.init))
    }
    let evidence = Evidence(
      name: declaration.name, path: declaration.path, manifest: declaration.manifest,
      line: declaration.place?.line, objects: objects,
      tree: try surroundings(
        of: declaration.places.dropFirst(), objects.dropFirst(), collector.tree, repository))
    if let facts = declared[evidence] { return facts }
    let facts = try collector.facts(of: declaration, in: repository)
    declared[evidence] = facts
    return facts
  }

  private mutating func facts(
    ofManifest path: RelativePath, _ collector: DatasetCollector,
    in repository: borrowing Repository
  ) throws -> [DatasetFacts] {
    let entry = try repository.entry(at: path, in: collector.tree)
    let objects = [entry.map(Evidence.Object.init)]
    let evidence = Evidence(
      path: path, objects: objects,
      tree: try surroundings(of: [path], objects[...], collector.tree, repository))
    if let facts = found[evidence] { return facts }
    let facts = try collector.facts(ofManifest: path, in: repository)
    found[evidence] = facts
    return facts
  }

  /// The tree that the files beside a manifest come from; nil when nothing but it counts.
  private mutating func surroundings(
    of paths: ArraySlice<RelativePath>, _ objects: ArraySlice<Evidence.Object?>, _ tree: ObjectID,
    _ repository: borrowing Repository
  ) throws(GitError) -> ObjectID? {
    for case (let path, let object?) in zip(paths, objects)
    where object.kind == .file || object.kind == .executable {
      if try readsBeside(path, object.id, repository) { return tree }
    }
    return nil
  }

  private mutating func readsBeside(
    _ path: RelativePath, _ blob: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> Bool {
    let key = NamedBlob(path: path, blob: blob)
    if let known = dependents[key] { return known }
    let isWithinLimit = try repository.size(ofBlob: blob) <= NativeManifest.byteLimit
    let bytes = isWithinLimit ? try repository.blob(blob) : []
    let answer = ManifestFormats.format(of: path, bytes)?.readsBeside ?? false
    dependents[key] = answer
    return answer
  }
}

extension DatasetCollector.Declaration {
  /// Where the commit may say something of the dataset: at its own path, and then in manifests.
  fileprivate var places: [RelativePath] {
    [path] + (manifest.map { [$0] } ?? CommittedDataset.candidates(for: path))
  }
}
