using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace FinancingPlatform.Data;

/// <summary>Two contexts of one type may have different parts, as tests of one part do: the cache of models must tell them apart.</summary>
internal sealed class ModelKeyPerParts : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), ((PlatformContext)context).PlatformModel.Key, designTime);
}
