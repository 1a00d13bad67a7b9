// SPDX-License-Identifier: Apache-2.0

/// Where the nodes of a graph are drawn: in columns by their kind, and in each column in the order
/// that makes the lines to the columns beside it cross little.
public struct LineageDrawing: Sendable {
  /// The size of a node, and the room between two, in pixels.
  static let (width, height, columnGap, rowGap, margin) = (210, 52, 70, 18, 20)

  /// A node's upper left corner.
  struct Place: Equatable {
    var x: Int
    var y: Int
  }

  let graph: LineageGraph
  private(set) var places: [LineageGraph.NodeID: Place] = [:]
  private(set) var size = (width: 0, height: 0)

  /// Lays a graph out.
  public init(_ graph: LineageGraph) {
    self.graph = graph
    let columns = Self.ordered(graph)
    let tallest = columns.map(\.count).max() ?? 0
    let step = Self.height + Self.rowGap
    for (index, column) in columns.enumerated() {
      let top = (tallest - column.count) * step / 2
      for (row, id) in column.enumerated() {
        places[id] = Place(
          x: Self.margin + index * (Self.width + Self.columnGap),
          y: Self.margin + top + row * step)
      }
    }
    size = (
      max(0, columns.count * (Self.width + Self.columnGap) - Self.columnGap) + 2 * Self.margin,
      max(0, tallest * step - Self.rowGap) + 2 * Self.margin
    )
  }

  /// The columns that hold anything, each ordered by the mean place of its neighbours, back and
  /// forth (Sugiyama's barycentre).
  private static func ordered(_ graph: LineageGraph) -> [[LineageGraph.NodeID]] {
    var columns = Dictionary(grouping: graph.nodes.map(\.id), by: \.kind.column)
      .sorted { $0.key < $1.key }.map(\.value)
    var neighbours: [LineageGraph.NodeID: [LineageGraph.NodeID]] = [:]
    for edge in graph.edges {
      neighbours[edge.from, default: []].append(edge.to)
      neighbours[edge.to, default: []].append(edge.from)
    }
    for round in 0..<6 {
      let order =
        round.isMultiple(of: 2) ? Array(columns.indices) : Array(columns.indices.reversed())
      for index in order {
        var rows: [LineageGraph.NodeID: Double] = [:]
        for column in columns {
          for (row, id) in column.enumerated() {
            rows[id] = (Double(row) + 0.5) / Double(column.count)
          }
        }
        var means: [LineageGraph.NodeID: Double] = [:]
        for id in columns[index] {
          let beside = (neighbours[id] ?? []).compactMap { rows[$0] }
          means[id] =
            beside.isEmpty ? rows[id] : beside.reduce(0, +) / Double(beside.count)
        }
        columns[index].sort { (means[$0] ?? 0, $0) < (means[$1] ?? 0, $1) }
      }
    }
    return columns
  }
}
