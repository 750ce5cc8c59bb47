select credit.refresh_statistics()
