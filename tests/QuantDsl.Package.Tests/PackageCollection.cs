namespace QuantDsl.Package.Tests;

/// <summary>All tests share one package, and run one after the other because each build wants every core.</summary>
[CollectionDefinition(nameof(PackageCollection))]
public sealed class PackageCollection : ICollectionFixture<PackageFixture>;
