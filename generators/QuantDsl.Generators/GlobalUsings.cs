// The ground floor: it uses nothing of the rest, and everything may use it.
global using QuantDsl.Generators.Common;
