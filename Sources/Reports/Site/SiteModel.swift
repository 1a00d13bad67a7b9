// SPDX-License-Identifier: Apache-2.0

public import Metrics

/// Everything that a site shows of one model; texts may be foreign, pages escape them.
public struct SiteModel: Sendable {
  /// What came of an audit.
  public enum Verdict: String, Sendable {
    /// Every point was proved.
    case verified
    /// A point was refuted.
    case refuted = "not verified"
    /// A point could not be looked at.
    case unknown = "could not judge"
  }

  /// One thing that was to be proved.
  public struct Point: Sendable {
    /// Its short name.
    public var name: String
    /// `proved`, `failed`, `not-checkable` or `note`.
    public var outcome: String
    /// What was compared with what.
    public var detail: String

    /// Says what came of a point.
    public init(name: String, outcome: String, detail: String) {
      self.name = name
      self.outcome = outcome
      self.detail = detail
    }
  }

  /// A dataset.
  public struct Dataset: Sendable {
    /// Its name.
    public var name: String
    /// Where it is in the repository.
    public var path: String
    /// `sha256:…`.
    public var digest: String
    /// What versions it.
    public var format: String
    /// Number of files.
    public var files: Int
    /// Bytes.
    public var bytes: Int64
    /// Its files by the endings of their names, the most first; empty when they are not known.
    public var kinds: [(name: String, files: Int)]

    /// Describes a dataset.
    public init(
      name: String, path: String, digest: String, format: String, files: Int, bytes: Int64,
      kinds: [(name: String, files: Int)] = []
    ) {
      self.name = name
      self.path = path
      self.digest = digest
      self.format = format
      self.files = files
      self.bytes = bytes
      self.kinds = kinds
    }
  }

  /// A file that pins software.
  public struct Dependency: Sendable {
    /// Its path in the commit.
    public var path: String
    /// `sha256:…`.
    public var digest: String

    /// Names a file.
    public init(path: String, digest: String) {
      self.path = path
      self.digest = digest
    }
  }

  /// The page's name without its ending; of letters, digits and dashes.
  public var page: String
  /// The model file's name.
  public var name: String
  /// The model file's format.
  public var format: String
  /// SHA-256 of the file, and of the model whatever its stamp.
  public var file: String, payload: String
  /// The pipeline that made it, and the run.
  public var pipeline: String, invocation: String
  /// When the training began and ended, RFC 3339.
  public var startedOn: String, finishedOn: String
  /// The code: commit and tree, where it can be fetched, and the branch.
  public var commit: String, tree: String
  /// Where the code can be fetched, and the branch; nil when they were not known.
  public var repository: String?, reference: String?
  /// The command that trained.
  public var command: [String]
  /// The names of the environment variables that it saw.
  public var environment: [String]
  /// What it read.
  public var datasets: [Dataset]
  /// What pins the software that it needs.
  public var dependencies: [Dependency]
  /// What is known of its quality.
  public var metrics: [Metric] { didSet { places = Self.places(of: metrics) } }
  /// Where each metric stands, by the bytes of its name: pages look up thousands.
  private var places: [[UInt8]: Int]
  /// What came of the audit.
  public var verdict: Verdict
  /// Point by point.
  public var points: [Point]
  /// The key that signed.
  public var signer: String
  /// The version of modelgate that built it.
  public var version: String
  /// The signed statement, for those who want to read it.
  public var statement: String

  /// Puts it together.
  public init(
    page: String, name: String, format: String, file: String, payload: String, pipeline: String,
    invocation: String, startedOn: String, finishedOn: String, commit: String, tree: String,
    repository: String?, reference: String?, command: [String], environment: [String],
    datasets: [Dataset], dependencies: [Dependency], metrics: [Metric], verdict: Verdict,
    points: [Point], signer: String, version: String, statement: String
  ) {
    self.page = page
    (self.name, self.format, self.file, self.payload) = (name, format, file, payload)
    (self.pipeline, self.invocation) = (pipeline, invocation)
    (self.startedOn, self.finishedOn) = (startedOn, finishedOn)
    (self.commit, self.tree) = (commit, tree)
    (self.repository, self.reference) = (repository, reference)
    (self.command, self.environment) = (command, environment)
    (self.datasets, self.dependencies, self.metrics) = (datasets, dependencies, metrics)
    places = Self.places(of: metrics)
    (self.verdict, self.points) = (verdict, points)
    (self.signer, self.version, self.statement) = (signer, version, statement)
  }
  private static func places(of metrics: [Metric]) -> [[UInt8]: Int] {
    Dictionary(
      metrics.enumerated().map { (Array($1.name.utf8), $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The metric of that name, byte by byte.
  func metric(_ name: String) -> Metric? { places[Array(name.utf8)].map { metrics[$0] } }
}
