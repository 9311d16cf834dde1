namespace QuantDsl.Tests.Engine;

/// <summary>The weights that use one scale.</summary>
/// <param name="Scale">Its position among the scales.</param>
/// <param name="Members">Their positions.</param>
internal sealed record ScaleGroup(int Scale, int[] Members);
