// SPDX-License-Identifier: Apache-2.0

/// What came from what: data, code and software go into builds, and builds give models.
///
/// A plain value, for reports, policies and drawings of any kind.
public struct LineageGraph: Sendable, Equatable {
  /// What a node stands for, in the order in which one goes into the next.
  public enum Kind: String, Sendable, CaseIterable {
    /// A data file.
    case file
    /// A dataset, by its digest.
    case dataset
    /// A file that pins software.
    case dependency
    /// A commit of the source code.
    case commit
    /// One run of a pipeline.
    case build
    /// A model file.
    case model
    /// A signed claim about a model.
    case attestation
  }

  /// The name of a node: its kind, and a digest or an id.
  public struct NodeID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What it stands for.
    public let kind: Kind
    /// Its digest as `algorithm:hex`, a commit's 40 digits, or a run's id.
    public let name: String

    /// Names a node.
    public init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }

    /// Kind and name, with a blank between them.
    public var description: String { "\(kind.rawValue) \(name)" }

    /// Orders by kind, then by name.
    public static func < (left: NodeID, right: NodeID) -> Bool {
      left.kind == right.kind
        ? left.name < right.name : left.kind.rank < right.kind.rank
    }
  }

  /// A thing.
  public struct Node: Sendable, Equatable {
    /// Its name.
    public let id: NodeID
    /// A few words for people; foreign text.
    public var label: String
    /// What else is known, by name; foreign text.
    public var facts: [String: String]

    /// Describes a thing.
    public init(_ id: NodeID, label: String, facts: [String: String] = [:]) {
      self.id = id
      self.label = label
      self.facts = facts
    }
  }

  /// That one thing went into another.
  public struct Edge: Hashable, Sendable, Comparable {
    /// What went in.
    public let from: NodeID
    /// What it went into.
    public let to: NodeID

    /// Joins two things.
    public init(from: NodeID, to: NodeID) {
      self.from = from
      self.to = to
    }

    /// Orders by start, then by end.
    public static func < (left: Edge, right: Edge) -> Bool {
      left.from == right.from ? left.to < right.to : left.from < right.from
    }
  }

  private var known: [NodeID: Node] = [:]
  private var joined: Set<Edge> = []
  /// What was asked about.
  public var subjects: Set<NodeID> = []

  /// Makes an empty graph.
  public init() {}

  /// The things, in the order of their names.
  public var nodes: [Node] { known.values.sorted { $0.id < $1.id } }
  /// What went into what, in order.
  public var edges: [Edge] { joined.sorted() }

  /// The thing of a name.
  public subscript(id: NodeID) -> Node? { known[id] }

  /// Adds a thing; of one that is there already, facts are added.
  public mutating func add(_ node: Node) {
    known[node.id, default: node].facts.merge(node.facts) { first, _ in first }
  }

  /// Says that one thing went into another; both are added before or after.
  public mutating func join(_ from: NodeID, _ to: NodeID) {
    joined.insert(Edge(from: from, to: to))
  }

  /// The things of a kind, in the order of their names.
  public func nodes(_ kind: Kind) -> [Node] { nodes.filter { $0.id.kind == kind } }
}

extension LineageGraph.Kind {
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// The column of a drawing: what goes in, what it makes, what is said of it.
  var column: Int {
    switch self {
    case .file: 0
    case .dataset, .dependency, .commit: 1
    case .build: 2
    case .model: 3
    case .attestation: 4
    }
  }
}
