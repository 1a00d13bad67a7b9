// SPDX-License-Identifier: Apache-2.0

public import Configuration
public import Digests
public import Remotes

/// The facts that the rules judge; plain values, so that a test needs no repository.
public struct Snapshot: Sendable {
  /// What is judged.
  public var subject: Subject
  /// How strictly.
  public var preset: Preset
  /// The judged commit; nil when there is none yet.
  public var commit: ObjectID?
  /// The repository as a whole.
  public var repository: RepositoryFacts
  /// How files and index differ from the commit; empty when they are not the subject.
  public var changes: [FileChange] = []
  /// The datasets: those declared, and those whose manifests were found.
  public var datasets: [DatasetFacts] = []
  /// The pipelines of the judged commit's `modelgate.yaml`.
  public var pipelines: [PipelineFacts] = []
  /// What makes the judged commit's `modelgate.yaml` unusable.
  public var configurationProblems: [ConfigurationError.Problem] = []
  /// What remote storages have of the data; empty when nobody asked them.
  public var remotes: [RemoteReport] = []
  /// What files of the subject hold and should not.
  public var contents: [ContentFact] = []
  /// The signatures that were looked at, because the policy asks for them.
  public var signatures: [SignatureFact] = []
  /// What a push does to references, beside bringing commits.
  public var references: [ReferenceFact] = []

  /// Begins with a repository where nothing is unusual.
  public init(
    subject: Subject, preset: Preset, commit: ObjectID?, repository: RepositoryFacts
  ) {
    self.subject = subject
    self.preset = preset
    self.commit = commit
    self.repository = repository
  }
}

extension Subject {
  /// Whether files and index count, rather than a commit's tree alone.
  var looksAtFiles: Bool { self == .worktree || self == .index }
}
