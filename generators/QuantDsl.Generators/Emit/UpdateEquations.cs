using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The equations of an update, for the comment of the code that carries it out.</summary>
internal static class UpdateEquations
{
    public static string Of(ModelPlan plan)
    {
        bool carries = plan.Declaration.Backtrack is not { DiscardTrialMoments: true };
        List<string> lines = ["<code>"];
        // AdamW shrinks weights before they move.
        string w = plan.Declaration.Adam.WeightDecay > 0 ? "(1 − ηλ)w" : "w";
        string gradient = plan.Declaration.GradientClip is null ? "" : "g ← clip(g);  ";
        if (plan.IsQuantized)
        {
            lines.Add(
                $"LAQ step:   {gradient}m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← clip({w} − m̂/D);  (α, b) ← Q_D(w; α);  q ← α·b");
            lines.Add(
                $"trial:      as above, but w and α are kept: w* = clip({w} − m̂/D), and q is quantized from w*; "
                + "the gradient g* is taken at q");
            lines.Add($"backtrack:  {gradient.Replace("g", "g*")}m* = β₁m + (1 − β₁)g*;  v* = β₂v + (1 − β₂)g*²;  D̄ = aD + (1 − a)D*;");
            lines.Add($"            w ← clip({w} − (a·m̂ + (1 − a)m̂*)/D̄);  (α, b) ← Q_D̄(w; α);  q ← α·b" + (carries ? ";" : ""));
            if (carries)
                lines.Add("            m ← am + (1 − a)m*;  v ← av + (1 − a)v*");
        }
        else
        {
            lines.Add($"step:       {gradient}m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← {w} − m̂/D;  q ← w");
            lines.Add($"trial:      as above, but w is kept: q ← {w} − m̂/D; the gradient g* is taken at q");
            lines.Add($"backtrack:  {gradient.Replace("g", "g*")}m* = β₁m + (1 − β₁)g*;  v* = β₂v + (1 − β₂)g*²;  D̄ = aD + (1 − a)D*;");
            lines.Add(
                $"            w ← {w} − (a·m̂ + (1 − a)m̂*)/D̄;  q ← w" + (carries ? ";  m ← am + (1 − a)m*;  v ← av + (1 − a)v*" : ""));
        }
        lines.Add("</code>");
        if (plan.IsQuantized && plan.HasFullPrecision)
            lines.Add("For parameters in full precision, q = w, and w is not clipped.");
        if (plan.Declaration.Adam.WeightDecay > 0)
            lines.Add("Biases, γ and β do not decay: for them, λ = 0.");
        return string.Join("\n", lines.Select(line => "/// " + line));
    }
}
