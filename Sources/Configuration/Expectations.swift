// SPDX-License-Identifier: Apache-2.0

public import Findings

/// What trained models and live data must keep to.
public struct Expectations: Sendable, Equatable {
  /// A bound on one named number.
  public struct Bounded: Sendable, Equatable {
    /// The metric's name, for example `auc`, or the measure's, for example `psi`.
    public var name: String
    /// What it must keep to.
    public var bound: MetricBound
    /// Where it is declared.
    public var location: Location
  }

  /// Limits on how far one column of live data may be from the profile.
  public struct Column: Sendable, Equatable {
    /// The column's name; `default` stands for every column that is not named.
    public var name: String
    /// Limits by measure.
    public var limits: [Bounded]
    /// Where it is declared.
    public var location: Location
  }

  /// Bounds on the metrics of every pipeline, in written order.
  public var metrics: [Bounded] = []
  /// Limits by column, in written order.
  public var profile: [Column] = []

  /// Expects nothing.
  public init() {}
}
